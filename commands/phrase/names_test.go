package phrase

import (
	"fmt"
	"slices"
	"testing"

	"dealdesk/sales"
)

var companies = []Named{
	{"A-1", "Acme Corporation"}, {"A-2", "华星科技有限公司"}, {"A-3", "明达电子"}, {"A-4", "Bluth Company"}, {"A-5", "Genco Pura Olive Oil Company"}, {"A-6", "重庆单氏集团"}, {"A-7", "Xx-zobam"},
	{"A-8", "The Group"}, {"A-9", "和平饭店"}, {"A-10", "Betatech"}, {"A-11", "Betasoloin"}, {"A-12", "3M"}, {"A-13", "Müller GmbH & Co. KG"}, {"A-14", "AT&T Inc."},
}

func TestFoldKeepsWhatDistinguishesNames(t *testing.T) {
	for name, want := range map[string]string{
		"Acme Corporation": "acme", "ACME, Inc.": "acme", "Ａｃｍｅ　Ltd": "acme", "The Acme Group": "acme", "华星科技有限公司": "华星科技", "华星科技（深圳）有限责任公司": "华星科技深圳", "华星集团股份有限公司": "华星",
		"Müller GmbH & Co. KG": "müller", "Xx-zobam": "xxzobam", "O'Brien’s": "obriens", "公司": "公司", "Inc.": "inc", "": "", "！？": "", "ﬁrst": "first",
	} {
		if got := sales.Fold(name); got != want {
			t.Errorf("Fold(%q) = %q; want %q", name, got, want)
		}
	}
}

func TestFindFindsWhatIsMeant(t *testing.T) {
	x := NewIndex(companies)
	for query, id := range map[string]string{
		"Acme Corporation": "A-1", "acme": "A-1", "ACME Inc": "A-1", "acm": "A-1", "Amce": "A-1", "acmee": "A-1", "华星科技": "A-2", "华星": "A-2", "星科": "A-2", "华兴科技": "A-2", "华星科枝": "A-2", "hxkj": "A-2", "huaxingkeji": "A-2", "huaxkj": "A-2", "huax": "A-2",
		"hua xing": "A-2", "chongqing": "A-6", "zhongqing": "A-6", "cqss": "A-6", "重庆单氏": "A-6", "bluht": "A-4", "genco": "A-5", "olive oil": "A-5", "xx zobam": "A-7", "betatec": "A-10", "heping": "A-9", "3m": "A-12", "muller": "A-13", "at&t": "A-14", "和华星科技": "A-2",
	} {
		if m := x.Find(query, nil); len(m) == 0 || m[0].ID != id {
			t.Errorf("Find(%q) = %v; want %s first", query, m, id)
		}
	}
	for query, sure := range map[string]bool{
		"Acme Inc": true, "acm": true, "华星": true, "huax": true, "hxkj": true, "hua xing": true, "chongqing": true,
		"Amce": false, "bluht": false, "olive oil": false, "星科": false, "华兴科技": false, "acmes": false, "a": false, "zzz": false, "Beta": false, "和华星科技": false,
	} {
		if m := x.Find(query, nil); Sure(m) != sure {
			t.Errorf("Sure(%q) = %v over %v", query, !sure, m)
		}
	}
	for _, query := range []string{"", "zzz", "不存在", "!!!", "qqqqqqqq", "🙂"} {
		if m := x.Find(query, nil); len(m) != 0 {
			t.Errorf("Find(%q) = %v", query, m)
		}
	}
}

func TestCloseAsksOnlyWhenTwoAreNear(t *testing.T) {
	twins := []Named{{"A-1", "华星科技"}, {"A-2", "华兴科技"}, {"A-3", "Acme"}, {"A-4", "Acme North"}, {"A-5", "Beta East"}, {"A-6", "Beta West"}}
	x := NewIndex(twins)
	for query, want := range map[string]bool{"华星科技": false, "hxkj": true, "Acme": false, "Beta": true, "beta east": false, "nothing": false} {
		if m := x.Find(query, nil); Close(m) != want {
			t.Errorf("Close(%q) = %v over %v", query, !want, m)
		}
	}
	if m := NewIndex([]Named{{"A-1", "Acme"}, {"A-2", "acme"}}).Find("Acme", nil); !Close(m) {
		t.Errorf("two of one name are not close: %v", m)
	}
}

func TestTheOrderOfMatchesDoesNotDependOnTheOrderOfNames(t *testing.T) {
	names := manyNames(300)
	back := slices.Clone(names)
	slices.Reverse(back)
	for _, query := range []string{"beta", "华星", "hx", "north 1", "metro harbor"} {
		a, b := NewIndex(names).Find(query, nil), NewIndex(back).Find(query, nil)
		if !slices.Equal(a, b) || len(a) == 0 || len(a) > maxMatches {
			t.Errorf("%q: %d and %d matches, or in another order", query, len(a), len(b))
		}
	}
}

func TestEveryNameIsFoundByItself(t *testing.T) {
	names := manyNames(500)
	x := NewIndex(names)
	for _, n := range names {
		m := x.Find(n.Name, nil)
		if len(m) == 0 || m[0].Score != 100 || m[0].Name != n.Name {
			t.Fatalf("Find(%q) = %v", n.Name, m)
		}
		if end := x.Known(n.Name+" 20m talked", nil); end != len(n.Name) {
			t.Fatalf("Known(%q) = %d", n.Name, end)
		}
	}
}

func TestKnownTakesTheLongestNameAtTheStart(t *testing.T) {
	x := NewIndex(append(slices.Clone(companies), Named{"A-20", "Acme Corporation East"}, Named{"A-21", "Yahoo!"}, Named{"A-22", ".NET Labs"}))
	for text, want := range map[string]string{
		"Acme Corporation 20m": "Acme Corporation", "acme corp. 20m": "acme corp.", "ACME 20m": "ACME", "Acme corporation east wing": "Acme corporation east", "Acmex 20m": "", "华星科技1小时": "华星科技", "华星科技公司1小时": "华星科技公司",
		"华星科技有限公司 hi": "华星科技有限公司", "华星科": "", "3M 10m": "3M", "3Mx": "", "Genco Pura Olive Oil  Company yes": "Genco Pura Olive Oil  Company", "Bluth, Inc. yes": "Bluth, Inc.", " Acme": "", "": "", "Yahoo! 20m": "Yahoo!", "yahoo 20m": "yahoo", "Yahoo!now": "Yahoo", "YAHOO!，20分钟": "YAHOO!", ".NET Labs 5m": ".NET Labs", "net labs": "net labs", "xx zobam y": "xx zobam",
	} {
		if end := x.Known(text, nil); text[:end] != want {
			t.Errorf("Known(%q) = %q; want %q", text, text[:end], want)
		}
	}
	if NewIndex(nil).Known("Acme", nil) != 0 || len(NewIndex(nil).Find("Acme", nil)) != 0 {
		t.Error("an empty index finds something")
	}
}

func TestHiddenNamesTakeNoPlaceInAnswersAndNoWords(t *testing.T) {
	names := []Named{{"A-1", "Acme"}, {"A-2", "Initech ZZ Works"}, {"H-1", "Acme Data platform"}, {"H-2", "Acme"}}
	for k := range 2 * maxMatches {
		names = append(names, Named{fmt.Sprint("H-", 10+k), fmt.Sprint("Initech ", k)})
	}
	x := NewIndex(names)
	mine := func(id string) bool { return id[0] == 'A' }
	if m := x.Find("Initech", mine); len(m) != 1 || m[0].ID != "A-2" {
		t.Errorf("Find gives %v", m)
	}
	if m := x.Exact("Acme", mine); len(m) != 1 || m[0].ID != "A-1" {
		t.Errorf("Exact gives %v", m)
	}
	if end := x.Known("Acme Data platform talk", mine); end != len("Acme") {
		t.Errorf("Known takes %d bytes", end)
	}
	if end := x.Known("Initech 7 talk", mine); end != 0 {
		t.Errorf("Known takes %d bytes of a hidden name", end)
	}
	if end := x.Known("Acme Data platform talk", nil); end != len("Acme Data platform") {
		t.Errorf("Known takes %d bytes where nothing is hidden", end)
	}
}
