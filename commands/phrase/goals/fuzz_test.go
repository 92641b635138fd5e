package goals

import (
	"testing"
	"unicode/utf8"
)

func FuzzRead(f *testing.F) {
	for _, line := range []string{
		"East q1 revenue 500万 stretch 6m challenge 7m", "华东 Q3 医疗器械 销售额 500万", "win rate from 12% to 18% this quarter", "→ → 5 → 6 →",
		"从从12%到到18%", "by by by 30 Sep", "80% by 80% by 30 Sep (80% by)", "99999999999999999999 new customers", "一二三四五六七八九十百千万亿", "+-+-5%",
		"week 99", "2026-13", "13月", "下下下个月", "\x1f\x1f", "“”「」", "<@U1> <@U2>", "50+ staff 50+ staff", "合作合作6个月以上以上", "½ ⅓ ㍿ ｗ", "next 999 days",
	} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		s, err := Read(line, options())
		for _, left := range s.Left {
			if left == "" || !utf8.ValidString(left) && utf8.ValidString(line) {
				t.Fatalf("%q leaves %q", line, left)
			}
		}
		if err == nil && (s.Target.N < 0 || s.Stretch.N < 0 || s.Challenge.N < 0 || s.Change.N < 0 || s.Change.Share < 0) {
			t.Fatalf("%q: %+v", line, s.Goal)
		}
		if s.Period.To != "" && (!s.Period.From.Valid() || !s.Period.To.Valid()) {
			t.Fatalf("%q is about %v", line, s.Period)
		}
	})
}
