package sales

import "strings"

// Same reports whether two contacts of a customer are likely one person: by name, mail or
// phone.
func (k Contact) Same(o Contact) bool {
	if k.Account != o.Account {
		return false
	}
	name := SameSpelling(squeezed(k.Name), squeezed(o.Name))
	mail := k.Email != "" && strings.EqualFold(k.Email, o.Email)
	return name || mail || k.Phone != "" && dialled(k.Phone) == dialled(o.Phone)
}

// Merge is k with what is new in o. What o leaves out stays: no value is wiped by silence.
func (k Contact) Merge(o Contact) Contact {
	for _, f := range []struct {
		to  *string
		new string
	}{{&k.Name, o.Name}, {&k.Title, o.Title}, {&k.Phone, o.Phone}, {&k.Email, o.Email}} {
		if f.new != "" {
			*f.to = f.new
		}
	}
	if o.Role != "" {
		k.Role = o.Role
	}
	return k
}

func squeezed(s string) string { return strings.Join(strings.Fields(s), " ") }

// dialled is a number without what people write between its digits.
func dialled(phone string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, phone)
}
