package sales

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// CompanySuffixes end a company's name without being part of it.
var CompanySuffixes = map[string]bool{
	"inc": true, "incorporated": true, "ltd": true, "limited": true, "llc": true, "llp": true, "plc": true, "corp": true,
	"corporation": true, "co": true, "company": true, "gmbh": true, "ag": true, "kg": true, "sa": true, "sarl": true, "sas": true,
	"bv": true, "nv": true, "pty": true, "pte": true, "oy": true, "ab": true, "srl": true, "spa": true, "kk": true,
	"group": true, "holdings": true, "holding": true,
}

// HanSuffixes are listed so that a longer one comes before its own ending.
var HanSuffixes = [...]string{"股份有限公司", "有限责任公司", "集团有限公司", "有限公司", "股份公司", "集团公司", "总公司", "公司", "集团", "股份"}

// Fold reduces a name to what distinguishes it: NFKC, lower case, simplified characters,
// letters that look Latin as Latin ones, without spaces, punctuation and company suffix (Inc., Ltd, GmbH, 有限公司, 集团). A name of
// nothing but suffixes is kept.
func Fold(name string) string {
	words := FoldWords(name)
	for len(words) > 1 && CompanySuffixes[words[len(words)-1]] {
		words = words[:len(words)-1]
	}
	if len(words) > 1 && words[0] == "the" {
		words = words[1:]
	}
	s := strings.Join(words, "")
	for again := true; again; {
		again = false
		for _, suffix := range HanSuffixes {
			if rest, ok := strings.CutSuffix(s, suffix); ok && len(rest) >= 2*len("华") {
				s, again = rest, true
				break
			}
		}
	}
	return s
}

// FoldFull is Fold with the company suffix kept: Acme Inc. and Acme Ltd may be two.
func FoldFull(name string) string { return strings.Join(FoldWords(name), "") }

// FoldWords splits a name into its words, folded.
func FoldWords(name string) []string {
	return strings.FieldsFunc(strings.Map(foldRune, norm.NFKC.String(name)), func(r rune) bool { return !NameRune(r) })
}

// MayBeOne reports whether two names may be one customer's: the same but for accents, or one with words of
// the other and more behind them (Acme Europe), or around them (深圳华星科技). Another deal must speak for it.
func MayBeOne(a, b string) bool {
	x, y := withoutAccents(a), withoutAccents(b)
	if Fold(x) == Fold(y) {
		return true
	}
	if len([]rune(x)) > len([]rune(y)) {
		x, y = y, x
	}
	short, long := FoldWords(x), FoldWords(y)
	for len(short) > 1 && CompanySuffixes[short[len(short)-1]] {
		short = short[:len(short)-1]
	}
	name := Fold(x)
	if strings.ContainsFunc(name, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		return len([]rune(name)) > 2 && strings.Contains(Fold(y), name)
	}
	return len(name) > 2 && len(short) <= len(long) && slices.Equal(short, long[:len(short)])
}

func withoutAccents(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(name))
}

func foldRune(r rune) rune {
	if r == '〇' {
		return '零'
	}
	return LooksLatin(unicode.ToLower(Simplify(r)))
}

// NameRune reports what counts in a folded name: not the spaces and punctuation that people vary.
func NameRune(r rune) bool {
	if r < 0x80 {
		return 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || r == '+' || r == '$' || 'A' <= r && r <= 'Z'
	}
	return !unicode.IsPunct(r) && !unicode.IsSpace(r) && !unicode.IsControl(r) && !unicode.Is(unicode.Cf, r)
}

// latin are the small letters of other alphabets that look like a Latin one, small or as a capital.
var latin = map[rune]rune{
	'а': 'a', 'в': 'b', 'е': 'e', 'ѕ': 's', 'і': 'i', 'ј': 'j', 'к': 'k', 'м': 'm', 'н': 'h', 'о': 'o', 'р': 'p', 'с': 'c', 'т': 't',
	'у': 'y', 'х': 'x', 'һ': 'h', 'ԁ': 'd', 'ԛ': 'q', 'ԝ': 'w', 'ɡ': 'g', 'ı': 'i',
	'α': 'a', 'β': 'b', 'ε': 'e', 'ζ': 'z', 'η': 'h', 'ι': 'i', 'κ': 'k', 'μ': 'm', 'ν': 'n', 'ο': 'o', 'ρ': 'p', 'τ': 't', 'υ': 'y', 'χ': 'x',
}

// LooksLatin is the Latin letter that a small letter looks like, r itself if there is none.
func LooksLatin(r rune) rune {
	if r < 0x80 || r >= 0x2E80 {
		return r
	}
	if l, ok := latin[r]; ok {
		return l
	}
	return r
}

// mixed reports whether a word of a name is written in Latin letters and in others that look like them,
// as Аcme with a Cyrillic А is. A µ stands for micro.
func mixed(name string) bool {
	for _, word := range strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }) {
		isLatin, looks := false, false
		for _, r := range word {
			if unicode.Is(unicode.Latin, r) {
				isLatin = true
				continue
			}
			low := unicode.ToLower(r)
			looks = looks || r != 'μ' && r != 'µ' && LooksLatin(low) != low ||
				unicode.In(r, unicode.Armenian, unicode.Cherokee, unicode.Coptic, unicode.Lisu)
		}
		if isLatin && looks {
			return true
		}
	}
	return false
}
