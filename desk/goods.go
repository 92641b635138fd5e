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
	granted, err := grantedOn(tx, d)
	if err != nil {
		return err
	}
	for _, by := range granted.Voters() {
		if err := desk.postGoodsTo(tx, d, granted, by); err != nil {
			return err
		}
	}
	return nil
}

// grantedOn is the approval of the discount that a deal has, the zero Approval if it has none.
func grantedOn(r store.Reader, d sales.Deal) (granted sales.Approval, err error) {
	for a, err := range store.ApprovalsOf(r, d.ID) {
		if err != nil {
			return granted, err
		}
		if a.Grants(d) {
			granted = a
		}
	}
	return granted, nil
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

// PostCustomerRenamed tells whoever approved a discount on an open deal of a customer that the customer
// has another name than the one they read. A name that only gained a company suffix is no other name.
func (desk *Desk) PostCustomerRenamed(tx *store.Tx, a sales.Account, was string) error {
	who, err := cards.PersonName(tx, tx.Change().Actor)
	if err != nil {
		return err
	}
	return eachApprover(tx, a.ID, func(d sales.Deal, granted sales.Approval, approver sales.Person) error {
		if approver.ID == tx.Change().Actor || !approver.InChat() {
			return nil
		}
		title, err := desk.Cards.DealTitle(tx, d)
		if err != nil {
			return err
		}
		p := desk.Cards.PrinterOf(approver, tx.Change().At)
		text := p.Say("approval.customer_renamed", "Who", who, "Deal", title, "ID", granted.ID, "Was", was, "Is", a.Name,
			"Discount", cards.Terms(p, granted.Offer()))
		return tx.Post(store.Post{Key: customerKey(d, approver), User: approver.ID, Kind: "goods", About: d.ID, Message: cards.Said(text)})
	})
}

// UnpostCustomerRenamed takes back what PostCustomerRenamed has told.
func (desk *Desk) UnpostCustomerRenamed(tx *store.Tx, account string) error {
	return eachApprover(tx, account, func(d sales.Deal, _ sales.Approval, approver sales.Person) error {
		return tx.Unpost(customerKey(d, approver))
	})
}

func customerKey(d sales.Deal, approver sales.Person) string {
	return "customer/" + d.ID + "/" + approver.ID
}

// eachApprover calls do for everybody who approved the discount that an open deal of a customer has.
func eachApprover(r store.Reader, account string, do func(sales.Deal, sales.Approval, sales.Person) error) error {
	for d, err := range store.DealsOfAccount(r, account) {
		if err != nil {
			return err
		}
		granted, err := grantedOn(r, d)
		if err != nil {
			return err
		}
		for _, by := range granted.Voters() {
			approver, _, err := store.People.Get(r, by)
			if err == nil && d.Status == sales.Open {
				err = do(d, granted, approver)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}
