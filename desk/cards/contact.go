package cards

import (
	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales"
)

// ContactKey returns the key of the post to an owner about a contact that somebody else has changed.
func ContactKey(contact, owner string) string { return "contact/" + contact + "/" + owner }

// ContactLine is a contact in one line: "Mary Wood · decision maker · CFO".
func ContactLine(p lang.Printer, k sales.Contact) chat.Safe {
	line := chat.EscapeLine(k.Name)
	if k.Role != "" {
		line = chat.Join(" · ", line, p.Say("contact_role."+string(k.Role)))
	}
	return chat.Join(" · ", line, chat.EscapeLine(k.Title), chat.EscapeLine(k.Phone), chat.EscapeLine(k.Email))
}
