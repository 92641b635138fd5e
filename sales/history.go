package sales

import "dealdesk/sales/calendar"

// Deals from another system bring a past, which is taken as it is: without criteria, with
// any reason, with or without an amount. The rules hold for what people do from now on.

// ReasonUnknown is the reason of a lost deal that came without one. Nobody can choose it;
// its words are lost.not_recorded in lang/.
const ReasonUnknown = "not_recorded"

// Bring gives draft d its past from elsewhere: Stage, Status, Amount and Reason say where
// it stands, began and ended when it was created and closed. It returns events for what is
// known and invents none: if began has no day, the deal counts from now and adds to no
// day's numbers.
func (d Deal) Bring(p Pipeline, began, ended, now Act) (Deal, []Event, error) {
	status := d.Status
	if p.index(d.Stage) < 0 {
		return d, nil, No("deal.stage_unknown", "ID", d.ID, "Stage", d.Stage, "Pipeline", p.ID)
	}
	name, err := CheckName(d.Name)
	if err != nil {
		return d, nil, err
	}
	d.Name = name
	if !d.Amount.Zero() {
		if err := priced(d.Amount); err != nil {
			return d, nil, err
		}
	}
	d.Pipeline, d.Status, d.Terms = p.ID, Open, 1
	var past []Event
	switch {
	case began.On != "":
		d.Created = began.At.UTC()
		e := d.event(Created, began)
		e.To = d.Stage
		past = append(past, e)
	case status == Open:
		d.Created = now.At.UTC()
	default:
		d.Created = ended.At.UTC()
	}
	d.StageSince = d.Created
	if status == Open {
		return d, past, nil
	}
	d, e, err := d.Settle(status, d.Reason, d.Competitor, ended)
	return d, append(past, e), err
}

// Settle closes d the way it was closed elsewhere, from any stage, with or without an
// amount or a reason.
func (d Deal) Settle(s Status, reason, competitor string, a Act) (Deal, Event, error) {
	if err := d.CheckOpen(); err != nil {
		return d, Event{}, err
	}
	if a.At.Before(d.Created) {
		return d, Event{}, No("deal.closed_before_created", "Date", a.On, "Created", calendar.DateOf(d.Created.In(a.At.Location()))).At("close")
	}
	if err := short("reason", reason, TextMax); err != nil {
		return d, Event{}, err
	}
	if err := short("competitor", competitor, NameMax); err != nil {
		return d, Event{}, err
	}
	if s == Won {
		d.Reason, d.Competitor = "", ""
		return d.close(Won, ClosedWon, a)
	}
	if d.Reason = reason; reason == "" {
		d.Reason = ReasonUnknown
	}
	d.Competitor = competitor
	return d.close(Lost, ClosedLost, a)
}

// Shift moves d to any stage of its pipeline, without criteria, because it has already
// moved elsewhere.
func (d Deal) Shift(p Pipeline, to string, a Act) (Deal, Event, error) {
	if err := d.CheckOpen(); err != nil {
		return d, Event{}, err
	}
	stage, ok := p.Stage(to)
	if !ok || d.Stage == to {
		return d, Event{}, No("deal.stage_unknown", "ID", d.ID, "Stage", to, "Pipeline", p.ID)
	}
	kind := Advanced
	if p.index(to) < p.index(d.Stage) {
		kind = WentBack
	}
	d, e := d.enter(stage, kind, a)
	return d, e, nil
}
