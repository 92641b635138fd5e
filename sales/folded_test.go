package sales

import "testing"

func TestNamesThatMayBeOneCustomer(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"Acme", "Acmé", true}, {"Ácme", "Acme", true}, {"Acme", "Acme (UK)", true}, {"Acme Europe", "Acme", true},
		{"Acme", "Acme Technologies Ltd", true}, {"Acme Corp", "Acme Corp UK", true}, {"Acme", "Аcme", true}, {"Café Noir", "Cafe Noir", true},
		{"华星科技", "深圳华星科技", true}, {"华星科技", "华星科技（深圳）有限公司", true},
		{"Acme", "Apex", false}, {"Acme Europe", "Acme Asia", false}, {"AT&T", "Northgate Bank", false}, {"华星科技", "华星电子", false},
		{"An", "An Post", false}, {"华星", "华星电子", false}, {"No. 1", "No. 10 Catering", false}, {"Acme", "Acmeville", false},
	} {
		if got := MayBeOne(c.a, c.b); got != c.want || MayBeOne(c.b, c.a) != got {
			t.Errorf("%s and %s: %v", c.a, c.b, got)
		}
	}
}
