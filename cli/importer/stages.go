package importer

import (
	"slices"
	"strings"

	"dealdesk/commands/phrase"
	"dealdesk/sales"
)

// elsewhere lists how other systems call the stages of our templates and what becomes of
// a deal, folded. A pipeline of the company's own knows its own names and what the
// command line adds.
var elsewhere = []struct{ words, means string }{
	{"open|inprogress|active|进行中|跟进中|未完成", "open"},
	{"won|win|closedwon|赢单|已赢单|成交|已成交|成单", "won"},
	{"lost|lose|closedlost|closedlosttocompetition|输单|已输单|丢单|失败|已失败|无效", "lost"},
	{"prospecting|prospect|qualification|new|初步接洽|初步接触|验证客户|潜在客户", "lead prospect"},
	{"engaging|engaged|needsanalysis|valueproposition|qualified|需求确认|需求分析|需求调研", "discovery interested"},
	{"proposal|proposalpricequote|quote|quotation|方案|报价|方案报价|方案制定", "proposal solution"},
	{"negotiation|negotiationreview|谈判|商务谈判|谈判审核", "negotiation closing"},
	{"contract|contracting|合同|签约|合同签订", "contract closing"},
}

// readWords gathers how stages, outcomes and reasons may be called: as here in every
// language, as elsewhere, and as the command line says, which goes first.
func (l *loading) readWords() error {
	l.stages, l.lost = map[string]string{}, map[string]string{}
	for _, e := range elsewhere {
		for _, means := range strings.Fields(e.means) {
			if !l.standingKnown(means) {
				continue
			}
			for word := range strings.SplitSeq(e.words, "|") {
				l.stages[word] = means
			}
			break
		}
	}
	for _, s := range l.line.Stages {
		l.stages[phrase.FoldFull(s.ID)] = s.ID
		if s.Name != "" {
			l.stages[phrase.FoldFull(s.Name)] = s.ID
		}
		for _, word := range l.everywhere("stage." + s.ID) {
			l.stages[word] = s.ID
		}
	}
	for _, status := range []sales.Status{sales.Open, sales.Won, sales.Lost} {
		for _, word := range l.everywhere("status." + string(status)) {
			l.stages[word] = string(status)
		}
	}
	for _, code := range l.Desk.Cards.Company.LostReasons {
		l.lost[phrase.FoldFull(code)] = code
		for _, word := range l.everywhere("lost." + code) {
			l.lost[word] = code
		}
	}
	for word, means := range l.Stages {
		if !l.standingKnown(means) {
			ids := []string{string(sales.Open), string(sales.Won), string(sales.Lost)}
			for _, s := range l.line.Stages {
				ids = append(ids, s.ID)
			}
			return sales.No("import.stage_target", "Given", means, "Known", ids)
		}
		l.stages[phrase.FoldFull(word)] = means
	}
	return nil
}

// everywhere is what our languages say for key, folded.
func (l *loading) everywhere(key string) []string {
	var words []string
	for _, language := range l.Desk.Cards.Lang.Languages() {
		if p := l.Desk.Cards.Lang.Printer(language); p.Has(key) {
			words = append(words, phrase.FoldFull(p.Plain(key)))
		}
	}
	return words
}

func (l *loading) standingKnown(means string) bool {
	_, stage := l.line.Stage(means)
	return stage || slices.Contains([]sales.Status{sales.Open, sales.Won, sales.Lost}, sales.Status(means))
}

// standing reads where a deal stands. Of a closed deal whose file does not say from which
// stage, it is the second: it has been past the first, and no moves are invented.
func (l *loading) standing() (sales.Status, string, error) {
	status, stage := sales.Open, ""
	words := []string{l.cell("status"), l.cell("stage")}
	if words[0] == "" && words[1] == "" {
		return "", "", sales.No("import.stage_missing").At("stage")
	}
	for _, word := range words {
		switch means := l.stages[phrase.FoldFull(word)]; {
		case word == "":
		case means == "":
			return "", "", sales.No("import.stage_unknown", "Text", word).At("stage")
		case means == string(sales.Won), means == string(sales.Lost):
			status = sales.Status(means)
		case means != string(sales.Open):
			stage = means
		}
	}
	switch {
	case stage != "":
	case status == sales.Open:
		stage = l.line.Stages[0].ID
	default:
		stage = l.line.Stages[min(1, len(l.line.Stages)-1)].ID
	}
	return status, stage, nil
}
