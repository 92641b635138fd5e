package sales

import (
	"os"
	"path/filepath"
	"testing"
	"unicode/utf8"
)

func TestSimplifiedTextStaysAsItIs(t *testing.T) {
	var files []string
	for _, pattern := range []string{"../scenarios/*-zh.txtar", "../lang/zh-Hans/*.toml"} {
		found, err := filepath.Glob(pattern)
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: %d files, %v", pattern, len(found), err)
		}
		files = append(files, found...)
	}
	for _, name := range files {
		if filepath.Base(name) == "traditional-zh.txtar" {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range string(text) {
			if s := Simplify(r); s != r {
				t.Errorf("%s: %c becomes %c", name, r, s)
			}
		}
	}
}

func TestEveryPairIsOfTwoCharactersAsLong(t *testing.T) {
	if n := utf8.RuneCountInString(traditional); n%2 != 0 || n < 5000 {
		t.Fatalf("%d characters in pairs", n)
	}
	from := rune(0)
	for i, r := range []rune(traditional) {
		if r < firstHan || r > lastHan {
			t.Errorf("%c is outside the table", r)
		}
		if i%2 == 0 {
			if r <= from {
				t.Errorf("%c stands behind %c", r, from)
			}
			from = r
			continue
		}
		if Simplify(from) != r || Simplify(r) != r || r == from {
			t.Errorf("%c becomes %c, then %c", from, Simplify(from), Simplify(r))
		}
	}
}

func TestTraditionalCharactersAreSimplified(t *testing.T) {
	for text, want := range map[string]string{
		"拜訪華星科技一個小時，後天報價 2萬":          "拜访华星科技一个小时，后天报价 2万",
		"乾坤 著名 瞭望 徵 於 沈阳 里程 台北 只有 后面": "乾坤 著名 瞭望 徵 於 沈阳 里程 台北 只有 后面",
		"臺灣裡週鐘麵髮發復複":                  "台湾里周钟面发发复复",
		"Acme Ünï 東京":                 "Acme Ünï 东京",
	} {
		if got := Simplified(text); got != want || len(got) != len(text) {
			t.Errorf("Simplified(%q) = %q", text, got)
		}
	}
	for _, pair := range [][2]string{{"華星科技有限公司", "华星科技"}, {"騰飛集團", "腾飞"}} {
		if Fold(pair[0]) != Fold(pair[1]) || !MayBeOne(pair[0], pair[1]) {
			t.Errorf("%s is not %s", pair[0], pair[1])
		}
	}
	if _, err := CheckName("華星已獲批准"); err == nil {
		t.Error("a name claims an approval")
	}
	if got := Filled("還沒確定"); got != "" {
		t.Errorf("還沒確定 fills a value: %q", got)
	}
}
