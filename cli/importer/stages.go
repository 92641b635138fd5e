package importer

import (
	"cmp"
	"slices"
	"strings"

	"dealdesk/commands/phrase"
	"dealdesk/sales"
)

// elsewhere lists how other systems call the stages of our templates and what becomes of
// a deal, folded. A pipeline of the company's own knows its own names and what the
// command line adds. Only an outcome is sure: a stage of that name may be another one.
var elsewhere = []struct {
	words, means string
	sure         bool
}{
	{"open|inprogress|active|进行中|跟进中|未完成", "open", true},
	{"won|win|closedwon|赢单|已赢单|成交|已成交|成单", "won", true},
	{"lost|lose|closedlost|closedlosttocompetition|输单|已输单|丢单", "lost", true},
	{"失败|已失败|无效", "lost", false},
	{"prospecting|prospect|qualification|qualify|new|初步接洽|初步接触|验证客户|潜在客户", "lead prospect", false},
	{"engaging|engaged|needsanalysis|valueproposition|qualified|需求确认|需求分析|需求调研", "discovery interested", false},
	{"proposal|proposalpricequote|quote|quotation|方案|报价|方案报价|方案制定", "proposal solution", false},
	{"negotiation|negotiationreview|谈判|商务谈判|谈判审核", "negotiation closing", false},
	{"contract|contracting|合同|签约|合同签订", "contract closing", false},
}

// meaning is a stage's id, open, won or lost that a word of a file stands for.
type meaning struct {
	is      string
	guessed bool // no name of ours and not said on the command line
}

// wordsOf gathers how the stages and outcomes of a pipeline may be called: as here in every
// language, as elsewhere, and as the command line says, which goes first.
func (l *loading) wordsOf(line sales.Pipeline) map[string]meaning {
	if words := l.stages[line.ID]; words != nil {
		return words
	}
	words := map[string]meaning{}
	l.stages[line.ID] = words
	for _, e := range elsewhere {
		for word := range strings.SplitSeq(e.words, "|") {
			words[word] = meaning{firstKnown(line, strings.Fields(e.means)), !e.sure}
		}
	}
	for _, s := range line.Stages {
		for _, word := range append(l.everywhere("stage."+s.ID), sales.FoldFull(s.ID), sales.FoldFull(s.Name)) {
			words[word] = meaning{is: s.ID}
		}
	}
	for _, status := range sales.Statuses {
		for _, word := range l.everywhere("status." + string(status)) {
			words[word] = meaning{is: string(status)}
		}
	}
	delete(words, "")
	for word, means := range l.Stages {
		if standingKnown(line, means) {
			words["="+sales.FoldFull(word)] = meaning{is: means}
		}
	}
	return words
}

// firstKnown is the first of these stages that the pipeline has, "" if it has none.
func firstKnown(line sales.Pipeline, stages []string) string {
	for _, s := range stages {
		if standingKnown(line, s) {
			return s
		}
	}
	return ""
}

// readWords gathers how reasons may be called, and refuses flags that name no stage.
func (l *loading) readWords() error {
	l.lost = map[string]string{}
	for _, code := range l.Desk.Cards.Company.LostReasons {
		l.lost[sales.FoldFull(code)] = code
		for _, word := range l.everywhere("lost." + code) {
			l.lost[word] = code
		}
	}
	for _, means := range l.Stages {
		if !slices.ContainsFunc(append(l.Desk.Cards.Company.Pipelines, l.line), func(p sales.Pipeline) bool {
			return standingKnown(p,
				means)
		}) {
			return sales.No("import.stage_target", "Given", means, "Known", Targets(l.line))
		}
	}
	return nil
}

// lostBecause reads why a deal was lost, by a reason's name or in somebody's own words as in the
// chat. Words that are not understood stay as they are.
func (l *loading) lostBecause() (reason, competitor string) {
	text, competitor := l.cell("reason"), l.cell("competitor")
	if code := l.lost[sales.FoldFull(text)]; code != "" {
		return code, competitor
	}
	code, rival := phrase.LostBecause(text)
	if l.lost[sales.FoldFull(code)] != code || code == "" {
		return text, competitor
	}
	l.corrected(text, l.Desk.Cards.LostReason(l.Desk.Cards.Printer("", l.now.At), code))
	return code, cmp.Or(competitor, rival)
}

// Targets are what --stage may name.
func Targets(line sales.Pipeline) []string {
	var ids []string
	for _, s := range line.Stages {
		ids = append(ids, s.ID)
	}
	return append(ids, string(sales.Open), string(sales.Won), string(sales.Lost))
}

// everywhere is what our languages say for key, folded.
func (l *loading) everywhere(key string) []string {
	var words []string
	for _, language := range l.Desk.Cards.Lang.Languages() {
		if p := l.Desk.Cards.Lang.Printer(language); p.Has(key) {
			words = append(words, sales.FoldFull(p.Plain(key)))
		}
	}
	return words
}

func standingKnown(line sales.Pipeline, means string) bool {
	_, stage := line.Stage(means)
	return stage || slices.Contains(sales.Statuses, sales.Status(means))
}

// pipeline is that of a deal: the one its row names, the one it has, or that of the import.
func (l *loading) pipeline(have string) (sales.Pipeline, error) {
	given := l.cell("pipeline")
	text := sales.FoldFull(given)
	for word, id := range l.Lines {
		if p, ok := l.Desk.Cards.Company.Pipeline(id); ok && sales.FoldFull(word) == text {
			return p, nil
		}
	}
	for _, p := range l.Desk.Cards.Company.Pipelines {
		if text != "" && slices.Contains(append(l.everywhere("pipeline."+p.ID), sales.FoldFull(p.ID), sales.FoldFull(p.Name)), text) {
			return p, nil
		}
	}
	if text != "" && l.ours() {
		return l.line, sales.No("import.pipeline_unknown", "Given", given, "Known", l.pipelines()).At("pipeline")
	}
	line, ok := l.Desk.Cards.Company.Pipeline(have)
	if !ok {
		line = l.line
	}
	if text != "" && l.Pipeline == "" {
		l.note(sales.No("import.pipeline_guessed", "Text", given, "Pipeline", line, "Known", l.pipelines(), "Pair", quoted(given+"=…")))
	}
	return line, nil
}

// pipelines are the ids that --pipeline may name.
func (l *loading) pipelines() (ids []string) {
	for _, p := range l.Desk.Cards.Company.Pipelines {
		ids = append(ids, p.ID)
	}
	return ids
}

// means is what a word of a file stands for in a pipeline: as the command line says, as here,
// as in the default pipeline of the system that the file is from, or as is usual.
func (l *loading) means(line sales.Pipeline, word string) meaning {
	words, folded := l.wordsOf(line), sales.FoldFull(word)
	if said, ok := words["="+folded]; ok {
		return said
	}
	usual := words[folded]
	if system := firstKnown(line, l.file.System().Stage(word)); system != "" && !named(line, folded) && system != usual.is {
		return meaning{system, true}
	}
	return usual
}

// named reports whether a word names a stage of the pipeline itself.
func named(line sales.Pipeline, folded string) bool {
	return slices.ContainsFunc(line.Stages, func(s sales.Stage) bool {
		return folded == sales.FoldFull(s.ID) || s.Name != "" && folded == sales.FoldFull(s.Name)
	})
}

// standing reads where a deal stands. Of a closed deal whose file does not say from which
// stage, it is the second: it has been past the first, and no moves are invented.
func (l *loading) standing(line sales.Pipeline) (sales.Status, string, error) {
	status, stage := sales.Open, ""
	words := []string{l.cell("status"), l.cell("stage")}
	if words[0] == "" && words[1] == "" {
		return "", "", sales.No("import.stage_missing").At("stage")
	}
	for _, word := range words {
		means := l.means(line, word)
		switch {
		case word == "":
			continue
		case means.is == "":
			return "", "", sales.No("import.stage_unknown", "Text", word, "Known", Targets(line)).At("stage")
		case means.is == string(sales.Won), means.is == string(sales.Lost):
			if status != sales.Open && status != sales.Status(means.is) {
				return "", "", sales.No("import.two_outcomes", "One", words[0], "Other", word).At("status")
			}
			status = sales.Status(means.is)
		case means.is != string(sales.Open):
			stage = means.is
		}
		if means.guessed {
			l.note(sales.No("import.stage_guessed", "Text", word, "Stage", means.is, "Known", Targets(line), "Pair", quoted(word+"=…")))
		}
	}
	switch {
	case stage != "":
	case status == sales.Open:
		stage = line.Stages[0].ID
		l.note(sales.No("import.stage_first", "Stage", stage))
	default:
		stage = line.Stages[min(1, len(line.Stages)-1)].ID
	}
	return status, stage, nil
}
