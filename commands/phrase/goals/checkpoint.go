package goals

import (
	"regexp"
	"strconv"
	"strings"

	"dealdesk/sales"
	"dealdesk/sales/goal"
	"dealdesk/sales/kpi"
)

var (
	ofTheWay = `\s*(?:of (?:it|that|them|the way|the goal|the target|target) )?`
	share    = `(\d{1,3}(?:\.\d{1,2})?)\s*(?:%|percent\b|per cent\b|pct\b)`

	inBrackets   = regexp.MustCompile(`(?i)[(]\s*` + share + ofTheWay + `\s*(?:by|until|before)\s+([^()` + gap + `]+)[)]`)
	inBracketsZh = regexp.MustCompile(`[(]\s*(?:在|到)?(` + untilZh + `)之?前?(?:要|先|需)?(?:完成|达到|达成)?\s*` + share + `[)]`)
	marked       = regexp.MustCompile(`(?i)(?:checkpoint|milestone|检查点|里程碑)s?:?\s*` + share + ofTheWay + `\s*(?:by|until|before|on)` +
		`\s+((?:the )?(?:end of )?(?:` + day + `|[\pL\d]+(?: 20\d\d)?))`)
	bare = regexp.MustCompile(`(?i)` + share + ofTheWay + `(?:by|until|before)\s+((?:the )?(?:end of )?(?:` + day + `|q[1-4` +
		`](?: 20\d\d)?|(?:` + monthName + `)\b(?: 20\d\d)?))`)
	bareZh = regexp.MustCompile(`(?:检查点|里程碑)?:?\s*(?:在|到)?(` + untilZh + `)之?前?(?:要|先|需)?(?:完成|达到|达成)?\s*` + share)
)

// readCheckpoints takes "80 % by 30 September" out. Of a metric that is itself a share only in brackets or with its name: there 18 %
// by September is the goal.
func readCheckpoints(t *text, s *Said, o Options) error {
	patterns := []*regexp.Regexp{inBrackets, inBracketsZh, marked}
	if s.Metric != "" && s.Metric != kpi.Entered && unitOf(s.Metric) != kpi.Share {
		patterns = append(patterns, bare, bareZh)
	}
	for _, re := range patterns {
		for m := re.FindStringSubmatch(t.s); m != nil; m = re.FindStringSubmatch(t.s) {
			part, on := m[1], m[2]
			if strings.Contains(re.String(), untilZh) {
				part, on = m[2], m[1]
			}
			if signed(t.s, m[0]) {
				break
			}
			t.cut(re)
			day, ok := Due(on, o)
			hundredths, err := strconv.ParseFloat(part, 64)
			if !ok || err != nil {
				return sales.No("goal_line.no_checkpoint", "Text", m[0])
			}
			s.Checkpoints = append(s.Checkpoints, goal.Checkpoint{On: day, Share: sales.Percent(hundredths*100 + 0.5)})
		}
	}
	return nil
}

// signed reports whether a share is a change: +20 % by December.
func signed(line, match string) bool {
	before := strings.TrimSpace(line[:strings.Index(line, match)])
	return strings.HasSuffix(before, "+") || strings.HasSuffix(before, "-") || strings.HasSuffix(strings.ToLower(before), " by") ||
		strings.HasSuffix(before, "增长") || strings.HasSuffix(before, "提升")
}
