package lang_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dealdesk/ai"
	"dealdesk/bot"
	"dealdesk/desk/cards"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/alert"
	"dealdesk/sales/forecast"
	"dealdesk/sales/goal"
	"dealdesk/sales/kpi"
	"dealdesk/store"
)

// strs are values as the keys end in them.
func strs[T ~string](values []T) (all []string) {
	for _, v := range values {
		all = append(all, string(v))
	}
	return all
}

// templates are the ids of the pipelines that ship, and of their stages.
func templates() (pipelines, stages []string) {
	for _, p := range sales.Templates() {
		pipelines = append(pipelines, p.ID)
		for _, s := range p.Stages {
			stages = append(stages, s.ID)
		}
	}
	return pipelines, stages
}

// without is list less some of its values.
func without(list []string, some ...string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(v string) bool { return slices.Contains(some, v) })
}

// completed says with what the code completes each beginning of a key: with every value of
// some list, so a value that is added there without words fails here.
func completed() map[string][]string {
	pipelines, stages := templates()
	statuses, kinds := strs(sales.ApprovalStatuses), strs(sales.StaffKinds)
	functions := sales.Authority{}.Functions()
	days := strings.Fields("sun mon tue wed thu fri sat")
	months := strings.Fields("jan feb mar apr may jun jul aug sep oct nov dec")
	closes := strs([]sales.EventKind{sales.ClosedWon, sales.ClosedLost})
	eaches := strs([]goal.Each{goal.EachDay, goal.EachWeek, goal.EachMonth, goal.EachQuarter, goal.EachYear})
	units := strings.Fields("minutes hours days months years")
	return map[string][]string{
		"ago.":                 units,
		"ahead.":               units,
		"approval.is_":         append(statuses, "own", "step"),
		"approval.why_":        without(strs(sales.Verdicts), "approve"),
		"approval_status.":     statuses,
		"button.":              strs(sales.Verdicts),
		"check.channel_":       strs([]bot.Fault{bot.ChannelUnknown, bot.ChannelArchived, bot.ChannelShared, bot.ChannelWithout}),
		"check.model_class.":   ai.Classes(),
		"check.model_trouble.": without(strs(ai.Troubles), string(ai.Withheld), string(ai.Spent)),
		"check.person_":        strs([]bot.Fault{bot.PersonUnknown, bot.PersonGone, bot.PersonGuest, bot.PersonOutside, bot.PersonIsBot}),
		"check.without_":       {"users_read_email", "files_write"},
		"common.":              {"none"},
		"account_field.":       {"region", "employees", "size"},
		"account.score_":       strings.Fields("1 2 3 4 5"),
		"source.":              sales.Sources(),
		"contact_role.":        strs(sales.ContactRoles),
		"count.":               without(strs(sales.ActivityKinds), "note"),
		"tampered.":            strs(store.Tamperings),
		"damage.":              strs([]store.Healed{store.Rewritten, store.SetAside, store.Lost}),
		"event.":               append(strs(sales.EventKinds), "discount_ended", "discount_again", "discount_bare", "created_bare"),
		"fell.":                strs(sales.Falls),
		"field.":               sales.Fields,
		"form.": {"deal note", "discount", "deal give", "deal advance", "deal amount", "deal date", "deal next", "deal set",
			"deal won", "deal lost", "deal new", "deal stage", "deal advance", "deal back", "deal reopen", "log", "log draft", "log edit", "log this", "rival this",
			"account new", "account rename", "account owner", "account tier", "account set", "account score", "cost", "contact add", "contact edit", "contact remove",
			"delegate", "reject", "change", "standup", "standup slow", "standup leave", "settings", "team new", "team rename", "team add", "team remove", "team manager", "team director",
			"team channel", "team zone", "team language", "team currency", "team hours", "team function", "team leave", "team limit",
			"goal new", "goal split", "goal target", "goal stretch", "goal challenge", "goal due", "goal checkpoint", "goal parent", "goal value", "goal accept",
			"goal propose", "goal share", "goal drop", "goal copy", "goal records", "goal history", "why", "forecast override"},
		"metric.":          append(strs(kpi.Metrics()), shown()...),
		"kpi_how.":         shown(),
		"kpi_tells.":       shown(),
		"kpi_by.":          strs(kpi.Dimensions),
		"kpi_cases.":       strs(kpi.Cases),
		"kpi_none.":        strs(kpi.Dimensions[:len(kpi.Dimensions)-2]), // the times are always known
		"kpi.beside_":      {"before", "year"},
		"goal_counts.":     strs(kpi.Metrics()),
		"goal_not.":        strings.Fields("revenue customers contacts win_rate deal_size cycle response"),
		"goal_pace.":       append(strs([]goal.Pace{goal.Early, goal.OnPace, goal.Behind, goal.Done, goal.Missed}), "on_pace_by", "behind_by"),
		"goal_passed.":     strings.Fields("target stretch challenge"),
		"goal_agreed.":     append(strs([]goal.AgreementState{goal.Asked, goal.Accepted, goal.Proposed, goal.Kept}), "taken"),
		"goal_lacks.":      strings.Fields("metric of scope period target"),
		"goal_left.":       strings.Fields("industry region product out"),
		"goal_fill.":       strings.Fields("industry region product source staff_from staff_to staff_between months_from months_to months_between"),
		"goal_into.":       strs([]goal.Into{goal.Quarters, goal.Months, goal.Weeks, goal.Teams, goal.People}),
		"goal_half.":       strings.Fields("1 2"),
		"goal_each.":       eaches,
		"goal_times.":      eaches,
		"goal_part.":       without(eaches, "day"),
		"goal_rate.":       append([]string{"whole", "left"}, strs([]goal.Into{goal.Weeks, goal.Months, goal.Quarters})...),
		"goal_pick.":       strings.Fields("week month quarter"),
		"goal_quarter.":    strings.Fields("1 2 3 4"),
		"goal_way.":        strs([]goal.Way{goal.ByWorkdays, goal.BySeason, goal.ByHand}),
		"goal_staff.":      strings.Fields("from to between"),
		"goal_months.":     strings.Fields("from to between"),
		"category.":        strs(sales.Categories),
		"forecast_change.": strs(forecast.ChangeKinds),
		"forecast_size.":   strings.Fields("small middle large"),
		"goal_template.": strings.Fields("year_sales month_customers quarter_sales quarter_customers manufacturing win_rate cycle response " +
			"deal_size complaints repurchase"),
		"import.kind.":       strings.Fields("people teams products accounts contacts deals costs"),
		"import.needs.":      strings.Fields("people products accounts contacts deals"),
		"import.outcome.":    strings.Fields("created updated unchanged rejected"),
		"import.rows.":       strings.Fields("people teams products accounts contacts deals costs"),
		"exit.code_":         strings.Fields("0 1 2 3 4 5 6 70 78"),
		"usage.":             strings.Fields("usage aliases examples commands additional flags global topics"),
		"init.ask_":          strings.Fields("name language currency zone admins bot_token app_token team team_more channel manager members"),
		"init.bad_":          strings.Fields("language currency zone admins bot_token app_token team channel manager members"),
		"init.file_":         strings.Fields("file workspace slack team"),
		"kind.":              strs(sales.ActivityKinds),
		"lost.":              append(sales.LostReasons(), sales.ReasonUnknown),
		"month.":             months,
		"overdue.":           {cards.PromptJob, cards.RemindJob, cards.NudgeJob, cards.DigestJob, cards.ReviewJob},
		"overdue.post_":      strs([]store.PostState{store.Refused, store.Missed, store.Pending, store.Attempted}),
		"overdue.run_":       strs([]store.RunState{store.RunMissed, store.RunDue}),
		"panel.":             append(slices.Clone(functions), "rep", "manager", "director"),
		"pipeline.":          pipelines,
		"proposal.is_":       strs([]sales.ApprovalStatus{sales.Approved, sales.Rejected, sales.Recalled, sales.Expired}),
		"alert_kind.":        strs(alert.Kinds),
		"review.doubt_":      strings.Fields("asked pushed alone no_decider"),
		"review.before_":     {"deals", "moves", "times", "rep"},
		"review.drop_":       {sales.CountCreated, sales.CountWon, sales.Contacts},
		"restated.":          strings.Fields("week month review digest"),
		"restated.entered_":  closes,
		"restated.reopened_": closes,
		"restated.again_":    closes,
		"restated.had_been_": closes,
		"role.":              append(strs(sales.Roles), functions...),
		"rows.":              cards.RowsNumbers,
		"settings.":          {"language", "zone"},
		"staff.":             append(without(kinds, "calendar", "days"), "move", "leave_one", "no_limit"),
		"staff.you_":         strings.Fields("new add move remove manager director function limit no_limit"),
		"staff_field.":       without(kinds, "new", "remove", "leave", "limit"),
		"stage.":             stages,
		"status.":            strs(sales.Statuses),
		"goal_column.":       strings.Fields("number part_of name target stretch challenge parts gap reached share"),
		"find.kind_":         {"account", "contact", "deal", "note", "request"},
		"verdict.":           strs(sales.Verdicts),
		"propose.": {"deal new", "deal won", "deal lost", "deal stage", "deal advance", "deal amount", "deal date", "deal next", "deal give",
			"deal next later", "account new", "discount"},
		"propose_bare.": {"deal amount", "discount"},
		"propose_which.": {"deal won", "deal lost", "deal stage", "deal advance", "deal amount", "deal date", "deal next", "deal give",
			"deal next later", "discount"},
		"void.":    sales.Voids,
		"weekday.": days,
	}
}

// elsewhere are the beginnings that other tests complete, or that the code asks for with Has.
var elsewhere = map[string]string{
	"deal_filter.": "commands/words_test.go", "discount.": "commands/words_test.go",
	"staff_hint.": "commands/words_test.go",
	"help.":       "TestRoutesHaveTheirNamesAndHelpInEveryLanguage",
	"problem.":    "TestWhatTheCodeSaysIsInTheFilesWithItsPlaceholders", "language_names.": "TestEveryLanguageHasANameInEach",
	"command.": "Has", "flag.": "Has", "form_send.": "Has", "goal_hint.": "Has", "import.change.": "Has", "shortcut.": "Has", "standup.": "Has", "undone.": "Has", "unreachable.": "Has",
}

func TestEveryValueThatEndsAKeyHasWords(t *testing.T) {
	files, code := readFiles(t), readCode(t)
	all := completed()
	for language, f := range files {
		for beginning, values := range all {
			if !code.prefixes[beginning] {
				t.Errorf("no key in the code begins with %s any more", beginning)
			}
			if len(values) == 0 {
				t.Errorf("nothing completes %s", beginning)
			}
			for _, v := range values {
				if f.words[beginning+v] == nil {
					t.Errorf("%s has no words for %s", language, beginning+v)
				}
			}
		}
	}
	for beginning := range code.prefixes {
		_, here := all[beginning]
		ours := false // settings and folders look alike
		for key := range files["en"].words {
			ours = ours || strings.HasPrefix(key, beginning)
		}
		if ours && !here && elsewhere[beginning] == "" {
			t.Errorf("%s: keys that begin with %s are completed with what?", code.literals[beginning], beginning)
		}
	}
	for beginning := range elsewhere {
		if !code.prefixes[beginning] {
			t.Errorf("no key in the code begins with %s any more", beginning)
		}
	}
}

func TestEveryLanguageHasANameInEach(t *testing.T) {
	c, err := lang.Open()
	if err != nil {
		t.Fatal(err)
	}
	for _, in := range c.Languages() {
		for _, l := range c.Languages() {
			if !c.Printer(in).Has("language_names." + l) {
				t.Errorf("%s has no name for %s", in, l)
			}
		}
	}
}

// constants are the values of a folder's constants that have this type, or whose names begin
// with it.
func constants(t *testing.T, folder, of string) (values []string) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("..", folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		tree, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range tree.Decls {
			group, ok := d.(*ast.GenDecl)
			if !ok || group.Tok != token.CONST {
				continue
			}
			for _, spec := range group.Specs {
				c := spec.(*ast.ValueSpec)
				if len(c.Values) != 1 || fmt.Sprint(c.Type) != of && (c.Type != nil || !strings.HasPrefix(c.Names[0].Name, of)) {
					continue
				}
				if text, ok := literal(c.Values[0]); ok {
					values = append(values, text)
				}
			}
		}
	}
	return values
}

func TestTheListsOfValuesAreComplete(t *testing.T) {
	for of, list := range map[string][]string{
		"sales ActivityKind":   strs(sales.ActivityKinds),
		"sales ApprovalStatus": strs(sales.ApprovalStatuses),
		"sales ContactRole":    strs(sales.ContactRoles),
		"sales EventKind":      strs(sales.EventKinds),
		"sales Fall":           strs(sales.Falls),
		"sales Role":           strs(sales.Roles),
		"sales StaffKind":      strs(sales.StaffKinds),
		"sales Status":         strs(sales.Statuses),
		"sales Verdict":        strs(sales.Verdicts),
		"sales Void":           sales.Voids,
		"desk/cards Rows":      cards.RowsNumbers,
	} {
		folder, typ, _ := strings.Cut(of, " ")
		want := constants(t, folder, typ)
		slices.Sort(want)
		if got := slices.Sorted(slices.Values(list)); len(want) == 0 || !slices.Equal(got, want) {
			t.Errorf("%s: the list has %v, the constants are %v", of, got, want)
		}
	}
}

// shown are the metrics that records tell.
func shown() (all []string) {
	for _, d := range kpi.Definitions() {
		all = append(all, string(d.Metric))
	}
	return all
}
