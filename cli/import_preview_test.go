package cli

import (
	"fmt"
	"strings"
	"testing"
)

// say imports without writing and returns what the preview says in a language.
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
		"D-1  Line\n    Account: Harbor · Amount: €1,200.50 · Stage: Proposal (3 of 6) · Owner: Ann · Expected close: Mon 31 Mar 2031\n",
		"D-2  Press\n    Account: Harbor · Amount: €90 · Stage: won · Owner: Ann · Day it closed: Tue 4 Mar 2025\n",
		"D-3  Bare\n    Account: – · Amount: – · Stage: Lead (1 of 6) · Owner: Ann · Expected close: –\n")
	lacks(t, d.previews("zh", people, deals),
		"    客户：Harbor · 金额：€1,200.50 · 阶段：方案报价（3/6） · 负责人：Ann · 预计成交日期：2031年3月31日 周一\n",
		"阶段：赢单 · 负责人：Ann · 结束日期：2025年3月4日 周二\n")
	d.must("import", "--yes", people, deals)
	again := d.file("deals.csv", "Deal ID,Deal Name,Company,Owner,Stage,Amount,Currency,Expected close\nO1,Line,Harbor,Ann,Proposal,1300,EUR,2031-04-01\n")
	lacks(t, d.previews("en", again), "→ €1,300", "Amount: €1,300 · Stage: Proposal (3 of 6) · Owner: Ann · Expected close: Tue 1 Apr 2031\n")
	d.file("config.toml", fmt.Sprintf("[store]\npath = %q\n[[pipeline]]\nid = \"new\"\nname = \"New\"\ntemplate = \"standard\"\n"+
		"[[pipeline]]\nid = \"renewal\"\nname = \"Renewals\"\n[[pipeline.stage]]\nid = \"due\"\nname = \"Due soon\"\n", d.store))
	lacks(t, d.previews("en", "--pipeline", "renewal", "--stage", "Proposal=due", d.file("deals.csv",
		"Deal ID,Deal Name,Company,Owner,Stage\nO9,Line,Harbor,Ann,Proposal\n")),
		"Stage: Due soon (1 of 1) · Pipeline: Renewals · Owner: Ann")
}
