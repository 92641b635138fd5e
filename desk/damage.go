package desk

import (
	"context"
	"fmt"
	"time"

	"dealdesk/chat"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// KeepDamage tells the admins what became of a damaged record, once a day for each record.
func (desk *Desk) KeepDamage(ctx context.Context, d store.Damage, how store.Healed, now time.Time) error {
	day := calendar.DateOf(now.UTC())
	change := store.Change{Once: fmt.Sprintf("damage|%s|%s|%s", d, how, day), Actor: "dealdesk", At: now, What: "damage"}
	return desk.tellAdmins(ctx, change, "damage", func(admin sales.Person) chat.Safe {
		return desk.Cards.PrinterOf(admin, now).Say("damage."+string(how), "Record", d.String())
	})
}
