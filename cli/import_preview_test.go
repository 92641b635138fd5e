package cli

import (
	"fmt"
	"strings"
	"testing"
)

// previews imports without writing and returns what the preview says in a language.
func (d *install) previews(language string, args ...string) string {
	d.t.Helper()
	return d.must(append([]string{"import", "--dry-run", "--lang", language}, args...)...)
}

// lacks reports each of the words that a preview does not have.
func lacks(t *testing.T, out string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(out, w) {
			t.Errorf("it lacks %q:\n%s", w, out)
		}
	}
}

func TestThePreviewShowsHowDealsWereRead(t *testing.T) {
	d := newInstall(t)
	people := d.file("people.csv", "Name\nAnn\n")
	deals := d.file("deals.csv", "Deal ID,Deal Name,Company,Owner,Stage,Amount,Currency,Expected close,Closed\n"+
		"O1,Line,Harbor,Ann,Proposal,1200.50,EUR,2031-03-31,\nO2,Press,Harbor,Ann,Won,90,EUR,2025-02-01,2025-03-04\nO3,Bare,,Ann,Lead,,,,\n")
	lacks(t, d.previews("en", people, deals),
		"D-1  Line\n    Customer: Harbor · Amount: €1,200.50 · Stage: Proposal (3 of 6) · Owner: Ann · Expected close: Mon 31 Mar 2031\n",
		"D-2  Press\n    Customer: Harbor · Amount: €90 · Stage: won · Owner: Ann · Day it closed: Tue 4 Mar 2025\n",
		"D-3  Bare\n    Customer: – · Amount: – · Stage: Lead (1 of 6) · Owner: Ann · Expected close: –\n")
	lacks(t, d.previews("zh", people, deals),
		"    客户：Harbor · 金额：€1,200.50 · 阶段：方案报价（3/6） · 负责人：Ann · 预计成交日期：2031年3月31日 周一\n",
		"阶段：赢单 · 负责人：Ann · 结束日期：2025年3月4日 周二\n")
	d.must("import", "--yes", people, deals)
	again := d.file("deals.csv", "Deal ID,Deal Name,Company,Owner,Stage,Amount,Currency,Expected close\n"+
		"O1,Line,Harbor,Ann,Proposal,1300,EUR,2031-04-01\n")
	lacks(t, d.previews("en", again), "→ €1,300", "Amount: €1,300 · Stage: Proposal (3 of 6) · Owner: Ann · Expected close: Tue 1 Apr 2031\n")
	d.file("config.toml", fmt.Sprintf("[store]\npath = %q\n[[pipeline]]\nid = \"new\"\nname = \"New\"\ntemplate = \"standard\"\n"+
		"[[pipeline]]\nid = \"renewal\"\nname = \"Renewals\"\n[[pipeline.stage]]\nid = \"due\"\nname = \"Due soon\"\n", d.store))
	lacks(t, d.previews("en", "--pipeline", "renewal", "--stage", "Proposal=due", d.file("deals.csv",
		"Deal ID,Deal Name,Company,Owner,Stage\nO9,Line,Harbor,Ann,Proposal\n")),
		"Stage: Due soon (1 of 1) · Pipeline: Renewals · Owner: Ann")
}

func TestAGuessIsShownWithTheFlagThatCorrectsIt(t *testing.T) {
	d := newInstall(t)
	people := d.file("people.csv", "Name\nAnn\n")
	head := "Deal ID,Deal Name,Owner,Stage,Status,Pipeline,Closed\n"
	deals := d.file("deals.csv", head+"1,A,Ann,Engaging,,Inbound\n2,B,Ann,Engaging,,Inbound\n3,C,Ann,Proposal,,Standard\n"+
		"4,D,Ann,无效,,标准流程,2025-02-01\n5,E,Ann,,Open,\n6,F,Ann,Negotiation/Review,,Standard\n7,G,Ann,\"New $1\",,Standard\n")
	out := d.previews("en", "--stage", "New $1=lead", people, deals)
	lacks(t, out, "4 deals: stages that are called otherwise here, taken as the likeliest. Each can be: lead, discovery, proposal",
		"\n    “Engaging” is taken as Discovery. If it is another: --stage \"Engaging=…\"   (2 rows)\n",
		"\n    “无效” is taken as lost. If it is another: --stage \"无效=…\"   (1 row)\n",
		"\n  2 deals: pipelines that are called otherwise here. Each can be: standard\n",
		"“Inbound” here; it is taken as Standard. If it is another: --pipeline \"Inbound=…\"   (2 rows)\n",
		"1 deal: Is open and has no stage; Lead is taken. If the file has a column of stages: --map \"Column=stage\"\n")
	for _, sure := range []string{"“Proposal”", "“Standard”", "“标准流程”", "“New $1”"} {
		if strings.Contains(out, sure) {
			t.Errorf("%s is no guess:\n%s", sure, out)
		}
	}
	lacks(t, d.previews("zh", "--stage", "New $1=lead", people, deals),
		"“Engaging”按“需求挖掘”处理。如果是另一个：--stage \"Engaging=…\"   （2 行）", "：--pipeline \"Inbound=…\"   （2 行）")
	out = d.previews("en", "--stage", "New $1=lead,Engaging=proposal,无效=lost", "--stage", "Negotiation/Review=negotiation",
		"--pipeline", "Inbound=standard", people, deals)
	if strings.Contains(out, "called otherwise") {
		t.Errorf("what was said is still guessed:\n%s", out)
	}
	if out = d.previews("en", "--pipeline", "standard", people, deals); strings.Contains(out, "pipelines that") {
		t.Errorf("a pipeline for all of them is still guessed:\n%s", out)
	}
	d.refused(exitFailure, "There is no pipeline south in the configuration, only these: standard.",
		"import", "--yes", "--pipeline", "Inbound=south", people, deals)
}

func TestAMappingToAFieldOfAnotherKindIsRefusedWithAListOfFields(t *testing.T) {
	d := newInstall(t)
	people := d.file("people.csv", "Name\nAnn\n")
	for name, c := range map[string]struct{ text, column, field, fields string }{
		"deals.csv":    {"Deal ID,Owner,Stage,Create Date\n1,Ann,Lead,2025-01-01\n", "Create Date", "since", "id, name, owner, account"},
		"accounts.csv": {"Company,Seit\nHarbor,2020\n", "Seit", "created", "id, name, owner, industry"},
		"contacts.csv": {"Name,Company,Rang\nKim,Harbor,CFO\n", "Rang", "slack_id", "id, name, first, last"},
		"products.csv": {"Product,Kosten\nLathe,5\n", "Kosten", "amount", "id, name, series, price and currency"},
		"people.csv":   {"Name,Handy\nAnn,1\n", "Handy", "phone", "id, name, email, slack_id"},
	} {
		path := d.file(name, c.text)
		kind, _, _ := strings.Cut(name, ".")
		for _, file := range []string{path, kind + "=" + path} {
			for language, words := range map[string]string{"en": name + " has no field " + c.field + " for the column “" + c.column + "”",
				"zh": name + " 没有字段 " + c.field} {
				args := []string{"import", "--yes", "--lang", language, "--map", c.column + "=" + c.field, file}
				d.refused(exitUsage, words, args...)
				if language == "en" {
					d.refused(exitUsage, c.fields, args...)
				}
			}
		}
	}
	// One column may be in two files: it is a field of one of them.
	accounts := d.file("accounts.csv", "Company,Day\nHarbor,2020\n")
	deals := d.file("deals.csv", "Deal ID,Owner,Stage,Day\n1,Ann,Lead,2025-01-01\n")
	d.refused(exitUsage, "deals.csv has no field since for the column “Day”", "import", "--map", "Day=since", people, accounts, deals)
}
