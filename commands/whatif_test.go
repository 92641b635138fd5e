package commands_test

import (
	"fmt"
	"math/big"
	"regexp"
	"strings"
	"testing"
)

var (
	whatIfLine = regexp.MustCompile(`\*(?:Won: |赢单金额：)([^×]+) × (\S+)% × (\S+)% × (\S+)% = ([^*]+)\*`)
	digits     = regexp.MustCompile(`[\d.]+`)
)

// Whoever multiplies what a what-if prints gets what it prints as the result, in every currency, to its last decimal.
func TestAWhatIfCanBeRecomputedByHand(t *testing.T) {
	decimals := map[string]int{"CNY": 2, "JPY": 0, "KWD": 3}
	for _, currencies := range [][]string{{"CNY"}, {"JPY"}, {"KWD"}, {"CNY", "JPY"}, {"KWD", "CNY"}} {
		w := acme(t)
		w.Say(ana, "deal lost D-1 price")
		deal := 1
		for i, in := range currencies {
			w.Desk.Cards.Company.Currency = in // the one of an amount without one
			for n := range 5 {
				deal++
				amount := 3701 + 1000*i + 10*n
				w.Say(ana, fmt.Sprintf("deal new Acme \"Part %d\" %d", deal, amount))
				wonAnyway(w, fmt.Sprintf("D-%d", deal))
			}
		}
		for _, change := range []string{"price -3%", "conversion +5% price -3% volume +10%", "win rate +5 points",
			"conversion +300%", "volume -33.33%"} {
			for _, who := range []string{mei, ana} {
				text := shown(w.Say(who, "whatif "+change))
				lines := whatIfLine.FindAllStringSubmatch(text, -1)
				if len(lines) != len(currencies) {
					t.Errorf("%v, %s: %d results\n%s", currencies, change, len(lines), text)
				}
				for _, m := range lines {
					in := "CNY"
					for _, code := range currencies {
						if strings.Contains(m[1], code) || code == "JPY" && strings.Contains(m[1], "JP") {
							in = code
						}
					}
					product := number(t, m[1])
					for _, by := range m[2:5] {
						product.Mul(product, number(t, by)).Quo(product, big.NewRat(100, 1))
					}
					if want := product.FloatString(decimals[in]); number(t, m[5]).FloatString(decimals[in]) != want {
						t.Errorf("%v, %s: %s, not %s", currencies, change, m[0], want)
					}
				}
			}
		}
	}
}

// number reads what is printed, with its separators.
func number(t *testing.T, printed string) *big.Rat {
	n, ok := new(big.Rat).SetString(digits.FindString(strings.ReplaceAll(printed, ",", "")))
	if !ok {
		t.Fatalf("%q is no number", printed)
	}
	return n
}
