package call

import (
	"strings"

	"dealdesk/sales"
)

// OneOf returns which code of a group was typed, as a word in any language or as the code itself;
// "" if none.
func (c *Call) OneOf(group string, codes []string, typed string) string {
	for _, code := range codes {
		if strings.EqualFold(code, typed) {
			return code
		}
		for _, l := range c.Desk.Cards.Lang.Languages() {
			if p := c.Desk.Cards.Lang.Printer(l); p.Has(group+code) && sales.SameSpelling(p.Plain(group+code), typed) {
				return code
			}
		}
	}
	return ""
}
