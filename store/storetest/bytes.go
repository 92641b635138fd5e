package storetest

import (
	"bytes"
	"context"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"dealdesk/store"
)

func testBytes(t *testing.T, s Subject) {
	t.Run("an empty value is not a missing one", func(t *testing.T) {
		b := s.open(t, t.TempDir()).b
		err := b.Update(t.Context(), func(tx store.Bytes) error {
			if err := tx.Put("x", []byte("k"), nil); err != nil {
				return err
			}
			if tx.Get("x", []byte("k")) == nil {
				t.Error("gone within the update")
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		err = b.View(t.Context(), func(tx store.Bytes) error {
			if tx.Get("x", []byte("k")) == nil || tx.Get("x", []byte("other")) != nil || tx.Get("none", []byte("k")) != nil {
				t.Error("empty and missing are mixed up")
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
	t.Run("a scan sees every key once while others are written and removed", func(t *testing.T) {
		for _, reverse := range []bool{false, true} {
			b := s.open(t, t.TempDir()).b
			seen := []string{}
			err := b.Update(t.Context(), func(tx store.Bytes) error {
				for c := byte('a'); c <= 'z'; c++ {
					if err := tx.Put("x", []byte{c}, bytes.Repeat([]byte{c}, 500)); err != nil {
						return err
					}
				}
				for k := range tx.Scan("x", nil, nil, reverse) {
					k = bytes.Clone(k)
					seen = append(seen, string(k))
					if err := tx.Delete("x", k); err != nil {
						return err
					}
					if err := tx.Put("y", append(k, k...), bytes.Repeat(k, 300)); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if reverse {
				slices.Reverse(seen)
			}
			if got := string(bytes.Join(byteSlices(seen), nil)); got != "abcdefghijklmnopqrstuvwxyz" {
				t.Errorf("reverse %v: met %s", reverse, got)
			}
		}
	})
	t.Run("any writes and scans agree with a sorted map", func(t *testing.T) {
		rapid.Check(t, func(rt *rapid.T) {
			b := s.Open(t, t.TempDir())
			defer b.Close()
			model := map[string]string{}
			key := rapid.StringOfN(rapid.RuneFrom([]rune("abc\x00\u00ff")), 1, 4, -1)
			for range rapid.IntRange(1, 8).Draw(rt, "updates") {
				next := maps.Clone(model)
				fails := rapid.Bool().Draw(rt, "fails")
				err := b.Update(context.Background(), func(tx store.Bytes) error {
					for range rapid.IntRange(0, 12).Draw(rt, "writes") {
						k := key.Draw(rt, "key")
						if rapid.Bool().Draw(rt, "delete") {
							delete(next, k)
							if err := tx.Delete("x", []byte(k)); err != nil {
								return err
							}
							continue
						}
						next[k] = rapid.StringN(0, 40, -1).Draw(rt, "value")
						if err := tx.Put("x", []byte(k), []byte(next[k])); err != nil {
							return err
						}
					}
					compare(rt, tx, next)
					if fails {
						return errRefused
					}
					return nil
				})
				if fails != (err == errRefused) {
					rt.Fatal(err)
				}
				if !fails {
					model = next
				}
				if err := b.View(context.Background(), func(tx store.Bytes) error { compare(rt, tx, model); return nil }); err != nil {
					rt.Fatal(err)
				}
			}
		})
	})
}

// compare scans a random range and looks up a random key.
func compare(t *rapid.T, tx store.Bytes, model map[string]string) {
	bound := rapid.SampledFrom([]string{"", "a", "b", "bb", "c", "c\x00"})
	from, to, reverse := bound.Draw(t, "from"), bound.Draw(t, "to"), rapid.Bool().Draw(t, "reverse")
	want := slices.Sorted(maps.Keys(model))
	want = slices.DeleteFunc(want, func(k string) bool { return from != "" && k < from || to != "" && k >= to })
	if reverse {
		slices.Reverse(want)
	}
	var got []string
	for k, v := range tx.Scan("x", orNil(from), orNil(to), reverse) {
		got = append(got, string(k))
		if model[string(k)] != string(v) {
			t.Fatalf("%q is %q, want %q", k, v, model[string(k)])
		}
		if string(tx.Get("x", k)) != string(v) {
			t.Fatalf("get and scan disagree on %q", k)
		}
	}
	if !slices.Equal(got, want) {
		t.Fatalf("scan %q to %q, reverse %v: %q, want %q", from, to, reverse, got, want)
	}
}

func orNil(s string) []byte {
	if s == "" {
		return nil
	}
	return []byte(s)
}

func byteSlices(all []string) (out [][]byte) {
	for _, s := range all {
		out = append(out, []byte(s))
	}
	return out
}
