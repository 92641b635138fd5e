package commands_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"dealdesk/sales"
)

// part is a field that is expected: with=Acme, note~"ten seats".
var part = regexp.MustCompile(`(\w*)(=|~)("(?:[^"\\]|\\.)*"|\S+)`)

// best is how many fields are right in the likest of the outcomes that are wanted, and of how many.
func best(got came, want []string) (right, of int, missed string) {
	for i, one := range want {
		n, all, miss := fits(got, one)
		if i == 0 || n*max(of, 1) > right*max(all, 1) {
			right, of, missed = n, all, miss
		}
	}
	return right, of, missed
}

// fits is how many fields of the outcome are as one line of expectations says.
func fits(got came, want string) (right, of int, missed string) {
	acts := strings.Split(want, " ; ")
	var miss []string
	for i, one := range acts {
		fields := part.FindAllStringSubmatch(one, -1)
		head := one
		if at := part.FindStringIndex(one); at != nil {
			head = strings.TrimSpace(one[:at[0]])
		}
		of += 2 + len(fields)
		if i >= len(got.acts) {
			miss = append(miss, one)
			continue
		}
		act := got.acts[i]
		if sameHead(act, head, got) {
			right += 2
		} else {
			miss = append(miss, head)
			continue
		}
		if head == "refuse" || head == "ask" || strings.HasPrefix(head, "answer") || head == "nothing" || head == "greet" || head == "thanks" {
			for _, f := range fields {
				if says(got.text, unquote(f[3])) != (f[1] == "no") {
					right++
				} else {
					miss = append(miss, f[0])
				}
			}
			continue
		}
		named := map[string]bool{"note": true, "yesterday": true, "said": true, "reason": true, "competitor": true,
			"next": head == "log" && strings.Contains(one, "next"), "kind": head != "log"}
		for _, f := range fields {
			name, want := f[1], unquote(f[3])
			if named[name] = true; name == "kind" && head == "attempt" { // it has none
				of--
				continue
			}
			if field(act[name], want, f[2] == "~", name) {
				right++
			} else {
				miss = append(miss, f[0])
			}
		}
		for name, is := range act {
			if name == "on" && is == "2026-11-24" || is == "" || name == "" || named[name] || name == "deal" || name == "route" {
				continue
			}
			of++
			miss = append(miss, "no "+name+"="+is)
		}
	}
	if len(got.acts) > len(acts) {
		of += 2
		miss = append(miss, fmt.Sprint(len(got.acts)-len(acts), " acts more"))
	}
	return right, of, strings.Join(miss, " · ")
}

// sameHead reports whether what came of a line is of the wanted sort.
func sameHead(act map[string]string, head string, got came) bool {
	is := act[""]
	switch {
	case strings.EqualFold(is, head):
		return true
	case head == "greet" || head == "thanks" || head == "nothing" || strings.HasPrefix(head, "answer"):
		return is == "nothing" || is == "ask" && act["route"] != "log"
	case head == "ask" || head == "refuse":
		return is == "ask" || is == "refuse" || is == "nothing" && head == "ask"
	case strings.HasPrefix(head, "new deal"):
		return strings.HasPrefix(is, "new deal")
	}
	return false
}

func field(is, want string, part bool, name string) bool {
	if name == "with" || part {
		return says(is, want)
	}
	return strings.EqualFold(strings.Trim(is, " .。!！"), strings.Trim(want, " .。!！"))
}

// says reports whether a text holds words, whatever their case and spaces.
func says(text, words string) bool {
	plain := func(s string) string { return sales.FoldFull(strings.ReplaceAll(s, "\u2060", "")) }
	for one := range strings.SplitSeq(words, "|") {
		if strings.Contains(plain(text), plain(one)) {
			return true
		}
	}
	return false
}

func unquote(s string) string {
	var text string
	if strings.HasPrefix(s, `"`) && json.Unmarshal([]byte(s), &text) == nil {
		return text
	}
	return s
}
