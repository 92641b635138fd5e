package sales

import (
	"cmp"
	"slices"
)

// Funnel is one pipeline's open deals, stage by stage.
type Funnel struct {
	Pipeline string
	Stages   []FunnelStage // in the pipeline's order; removed stages come last
	Sum
	Owners []OwnerSum
}

// FunnelStage is one stage and the deals in it.
type FunnelStage struct {
	Stage Stage
	Sum
	Owners []OwnerSum // by id
}

// Sum counts deals and adds up their net amounts, currency by currency. Weighted amounts
// are multiplied by the chance of the deal.
type Sum struct {
	Count    int
	Total    Totals
	Weighted Totals
}

// OwnerSum is one person's part.
type OwnerSum struct {
	Owner string
	Sum
}

func (s *Sum) add(net, weighted Money) {
	if s.Total == nil {
		s.Total, s.Weighted = Totals{}, Totals{}
	}
	s.Count++
	s.Total.Add(net)
	s.Weighted.Add(weighted)
}

// asSet weighs a deal by what is set for its stage; one in a stage that was removed has no weight.
func asSet(pipelines []Pipeline) func(*Deal) Percent {
	return func(d *Deal) Percent {
		for _, p := range pipelines {
			if p.ID == d.Pipeline {
				s, _ := p.Stage(d.Stage)
				return s.Chance
			}
		}
		return 0
	}
}

// NewFunnel sorts the open deals of p into its stages. Deals of other pipelines and closed
// deals are skipped. A deal in a stage that the configuration no longer has is shown under
// that stage's id with no weight: no deal is lost. Without weigh, a deal weighs what is set for its stage.
func NewFunnel(p Pipeline, deals []Deal, weigh func(*Deal) Percent) Funnel {
	if weigh == nil {
		weigh = asSet([]Pipeline{p})
	}
	f := Funnel{Pipeline: p.ID}
	owners := make([]map[string]*Sum, 0, len(p.Stages)+1)
	at := map[string]int{}
	stage := func(s Stage) {
		at[s.ID] = len(f.Stages)
		f.Stages = append(f.Stages, FunnelStage{Stage: s})
		owners = append(owners, map[string]*Sum{})
	}
	for _, s := range p.Stages {
		stage(s)
	}
	all := map[string]*Sum{}
	for i := range deals {
		d := &deals[i]
		if d.Status != Open || d.Pipeline != p.ID {
			continue
		}
		if _, known := at[d.Stage]; !known {
			stage(Stage{ID: d.Stage})
		}
		n := at[d.Stage]
		net := d.Net()
		weighted := net.Part(weigh(d))
		f.add(net, weighted)
		f.Stages[n].add(net, weighted)
		addOwner(all, d.Owner, net, weighted)
		addOwner(owners[n], d.Owner, net, weighted)
	}
	f.Owners = ownerSums(all)
	for n := range f.Stages {
		f.Stages[n].Owners = ownerSums(owners[n])
	}
	return f
}

func addOwner(sums map[string]*Sum, owner string, net, weighted Money) {
	s := sums[owner]
	if s == nil {
		s = &Sum{}
		sums[owner] = s
	}
	s.add(net, weighted)
}

func ownerSums(sums map[string]*Sum) []OwnerSum {
	list := make([]OwnerSum, 0, len(sums))
	for owner, s := range sums {
		list = append(list, OwnerSum{owner, *s})
	}
	slices.SortFunc(list, func(a, b OwnerSum) int { return cmp.Compare(a.Owner, b.Owner) })
	return list
}
