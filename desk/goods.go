package desk

import (
	"dealdesk/chat"
	"dealdesk/desk/cards"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/store"
)

// PostGoods tells whoever approved the discount that a deal has that its name or its product is no
// longer what they read, and takes that back once it is so again. Whoever changed it knows.
func (desk *Desk) PostGoods(tx *store.Tx, d sales.Deal) error {
	var granted sales.Approval
	for a, err := range store.ApprovalsOf(tx, d.ID) {
		if err != nil {
			return err
		}
		if a.Grants(d) {
			granted = a
		}
	}
	for _, by := range granted.Voters() {
		if err := desk.postGoodsTo(tx, d, granted, by); err != nil {
			return err
		}
	}
	return nil
}

func (desk *Desk) postGoodsTo(tx *store.Tx, d sales.Deal, granted sales.Approval, by string) error {
	key := "goods/" + d.ID + "/" + by
	approver, _, err := store.People.Get(tx, by)
	if err != nil {
		return err
	}
	if granted.SameGoods(d) {
		return tx.Unpost(key)
	}
	if by == tx.Change().Actor || !approver.InChat() {
		return nil
	}
	who, err := cards.PersonName(tx, tx.Change().Actor)
	if err != nil {
		return err
	}
	title, err := desk.Cards.DealTitle(tx, d)
	if err != nil {
		return err
	}
	p := desk.Cards.PrinterOf(approver, tx.Change().At)
	text := p.Say("approval.goods_changed", "Who", who, "Deal", title, "ID", granted.ID, "Discount", cards.Terms(p, granted.Offer()),
		"Changes", goodsChanged(p, granted.Goods, d.Goods()))
	if d.Status == sales.Open {
		text = chat.Join("\n", text, p.Say("approval.goods_none", "ID", d.ID))
	}
	return tx.Post(store.Post{Key: key, User: by, Kind: "goods", About: d.ID, Message: cards.Said(text)})
}

// goodsChanged lists what was renamed, from what to what.
func goodsChanged(p lang.Printer, was, is sales.Goods) chat.Safe {
	values := cards.AddValue(nil, p, "name", chat.EscapeLine(was.Name), chat.EscapeLine(is.Name))
	values = cards.AddValue(values, p, "product", chat.EscapeLine(was.Product), chat.EscapeLine(is.Product))
	var lines []chat.Safe
	for _, v := range values {
		lines = append(lines, p.Say("undo.value", "Field", v.Field, "Was", v.Was, "Is", v.Is))
	}
	return chat.Join("\n", lines...)
}
