package commands_test

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dealdesk/commands/commandstest"
	"dealdesk/sales/kpi"
)

// casesOf reads how many cases a line says: "n = 5", or else the number itself.
var casesOf = regexp.MustCompile(`n = (\d+)|\((\d+)\)|: (\d+)$`)

func cases(line string) (n int) {
	for _, m := range casesOf.FindAllStringSubmatch(line, -1) {
		part, _ := strconv.Atoi(m[1] + m[2] + m[3])
		n += part
	}
	return n
}

// The rows of every table add up to the whole: what nobody entered a source, an industry or a product for has a row, too.
func TestTheRowsOfEveryDimensionAddUp(t *testing.T) {
	w := commandstest.NewWorld(t)
	w.Say(ana, "account new Ferro")
	w.Say(ana, "account new Blank")
	for _, set := range []string{"source referral", "industry steel", "region North", "employees 60"} {
		w.Say(ana, "account set Ferro "+set)
	}
	for i := range 12 {
		client, who := "Ferro", ana
		if i%3 == 0 {
			client = "Blank"
		}
		w.Say(who, fmt.Sprintf("deal new %s \"Part %d\" %dk", client, i, 10+i))
		if i%2 == 0 {
			w.Say(who, fmt.Sprintf("deal product D-%d Robots", i+1))
		}
		w.Say(who, fmt.Sprintf("log call D-%d 20m talked about the price", i+1))
	}
	wonAnyway(w, "D-1", "D-2", "D-3", "D-4", "D-5", "D-6", "D-7")
	for i := 8; i <= 11; i++ {
		w.Say(ana, fmt.Sprintf("deal lost D-%d price", i))
	}
	for _, client := range []string{"Ferro", "Ferro", "Ferro", "Blank", "Blank"} {
		w.Say(ana, "account score "+client+" 4")
	}
	w.Say(mei, "cost 2026-11 referral 12k")
	for _, d := range kpi.Definitions() {
		if slices.Contains([]kpi.Metric{kpi.Conversion, kpi.Stay, kpi.Accuracy}, d.Metric) {
			continue // of each stage, and of forecasts
		}
		name := w.Desk.Cards.Lang.Printer("en").Plain("metric." + string(d.Metric))
		whole := shown(w.Say(mei, "kpi "+name+" this month"))
		if d.Metric == kpi.Return { // has no whole: the deals won there are
			whole = shown(w.Say(mei, "kpi average deal size this month"))
		}
		want := cases(strings.SplitN(whole, "\n", 3)[1])
		for _, by := range d.Dimensions() {
			text := shown(w.Say(mei, "kpi "+name+" this month by "+string(by)))
			got := 0
			for line := range strings.Lines(text) {
				if strings.HasPrefix(line, "• ") {
					got += cases(strings.TrimSuffix(line, "\n"))
				}
			}
			if got != want {
				t.Errorf("%s by %s: %d cases of %d\n%s\n%s", d.Metric, by, got, want, whole, text)
			}
		}
	}
}
