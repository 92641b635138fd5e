package phrase

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

var wednesday = time.Date(2026, 11, 18, 10, 30, 0, 0, time.UTC)

// manyNames makes n names that share many of their parts; half are Chinese.
func manyNames(n int) []Named {
	han := []rune("华星科技云海东方明达瑞丰恒信诚和平远博润泽盛世金鼎")
	latin := strings.Fields("Beta Global North Data Solar River Prime Delta Quant Metro Harbor Vertex Nova Orbit Pixel")
	names := make([]Named, n)
	for k := range names {
		name := fmt.Sprintf("%s %s %d Inc.", latin[k%len(latin)], latin[k/len(latin)%len(latin)], k)
		if k%2 == 0 {
			name = ""
			for v, i := k*7919+1, 0; i < 5; i, v = i+1, v/3+k*31 {
				name += string(han[v%len(han)])
			}
			name += "有限公司"
		}
		names[k] = Named{fmt.Sprintf("A-%d", k+1), name}
	}
	return names
}

func BenchmarkReadLog(b *testing.B) {
	x := NewIndex(append(manyNames(10_000), Named{"A-0", "Acme Corporation"}, Named{"A-00", "华星科技"}))
	o := LogOptions{Now: wednesday, Currency: "CNY", Known: func(text string) int { return x.Known(text, nil) }}
	for name, line := range map[string]string{
		"english": "call Acme Corporation 20m Talked pricing, they want 10% off. next: send quote Fri",
		"chinese": "拜访 华星科技 1小时 客户想要九折。下一步: 下周三报价",
		"amount":  "meeting Acme Corporation 1h30 yesterday intent 4 they have USD 12,000 for the first year",
		"long":    "call Acme Corporation " + strings.Repeat("they said twenty users and 3 more on the 5th of May ", 190),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := ReadLog(line, o); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkNewIndex(b *testing.B) {
	names := manyNames(10_000)
	b.ReportAllocs()
	for b.Loop() {
		NewIndex(names)
	}
}

func BenchmarkIndexFind(b *testing.B) {
	x := NewIndex(manyNames(10_000))
	for _, query := range []string{"Beta North 15", "华星科技", "hxkj", "Betta Nroth", "不存在的公司"} {
		b.Run(query, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				x.Find(query, nil)
			}
		})
	}
}

// No match is visible: the worst that hidden records cost.
func BenchmarkFindAmongHidden(b *testing.B) {
	x := NewIndex(manyNames(10_000))
	hidden := func(string) bool { return false }
	b.ReportAllocs()
	for b.Loop() {
		x.Find("Beta", hidden)
	}
}
