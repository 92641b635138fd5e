package sales

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	idAlone   = regexp.MustCompile(`(?i)^[DRAK]-\d+$`)
	idInFront = regexp.MustCompile(`(?i)^[DR]-\d+([^\pL\d]|$)`) // approved
	percent   = regexp.MustCompile(`^\d+([.,]\d+)?\s*[%％]$|^[\d.一二三四五六七八九]+折$`)
)

// nameWords stand for people and their deals in commands: "deal list team".
var nameWords = []string{"me", "my", "mine", "team", "我", "我的", "团队", "我的团队"}

// named refuses a name that is empty or too long, or that people would read as a line of the bot or
// type as something else, and returns it on one line. Every customer, deal, contact and team gets
// its name through it.
func named(name string) (string, error) {
	name = strings.Join(strings.Fields(name), " ")
	if name == "" {
		return "", No("name.missing").At("name")
	}
	code := ""
	switch first, _ := utf8.DecodeRuneInString(name); {
	case idAlone.MatchString(name), idInFront.MatchString(name):
		code = "name.like_id"
	case percent.MatchString(name):
		code = "name.like_discount"
	case slices.Contains(nameWords, strings.ToLower(name)):
		code = "name.like_word"
	case strings.Contains(name, " · "):
		code = "name.divided"
	case unicode.Is(unicode.So, first) && !strings.ContainsRune("©®℗", first):
		code = "name.marked"
	}
	if code != "" {
		return "", No(code, "Name", name).At("name")
	}
	return name, short("name", name, NameMax)
}
