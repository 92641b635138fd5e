package cards

import (
	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales"
)

// ContactLine is a contact in one line: "Mary Wood · decision maker · CFO".
func ContactLine(p lang.Printer, k sales.Contact) chat.Safe {
	line := chat.Escape(k.Name)
	if k.Role != "" {
		line = chat.Join(" · ", line, p.Say("contact_role."+string(k.Role)))
	}
	return chat.Join(" · ", line, chat.Escape(k.Title), chat.Escape(k.Phone), chat.Escape(k.Email))
}
