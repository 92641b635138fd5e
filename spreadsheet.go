package main

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"time"
	"unicode"

	"dealdesk/sales"

	"github.com/shopspring/decimal"
)

// column is one column of a table in a spreadsheet.
type column struct {
	name string
	path []int // field indexes
	cell func(reflect.Value) (string, error)
}

// columnsOf lists the columns of a record's type in the order of its fields. A record
// within the record becomes columns of its own ("next_due"), an amount two: the decimal
// and its currency.
func columnsOf(t reflect.Type) []column { return appendColumns(nil, t, "", nil) }

func appendColumns(to []column, t reflect.Type, prefix string, path []int) []column {
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "-" {
			continue
		}
		name = prefix + name
		at := append(append([]int{}, path...), i)
		switch f.Type {
		case reflect.TypeFor[sales.Money]():
			to = append(to, column{name, at, amountCell}, column{name + "_currency", at, currencyCell})
		case reflect.TypeFor[sales.Percent]():
			to = append(to, column{name + "_percent", at, percentCell})
		case reflect.TypeFor[time.Time]():
			to = append(to, column{name, at, timeCell})
		default:
			switch f.Type.Kind() {
			case reflect.Struct:
				to = appendColumns(to, f.Type, name+"_", at)
			case reflect.String:
				to = append(to, column{name, at, textCell})
			case reflect.Bool, reflect.Int, reflect.Int64:
				to = append(to, column{name, at, plainCell})
			default:
				to = append(to, column{name, at, jsonCell})
			}
		}
	}
	return to
}

// cells fills line with a record's cells.
func cells(t reflect.Type, columns []column, data []byte, line []string) error {
	record := reflect.New(t)
	if err := json.Unmarshal(data, record.Interface()); err != nil {
		return err
	}
	for i, c := range columns {
		text, err := c.cell(record.Elem().FieldByIndex(c.path))
		if err != nil {
			return err
		}
		line[i] = text
	}
	return nil
}

func amountCell(v reflect.Value) (string, error) {
	m := v.Interface().(sales.Money)
	if m.Currency == "" {
		return "", nil
	}
	places, ok := sales.Exponent(m.Currency)
	if !ok {
		return "", fmt.Errorf("unknown currency %q", m.Currency)
	}
	return decimal.New(m.Minor, -int32(places)).StringFixed(int32(places)), nil
}

func currencyCell(v reflect.Value) (string, error) { return v.Interface().(sales.Money).Currency, nil }

func percentCell(v reflect.Value) (string, error) { return decimal.New(v.Int(), -2).String(), nil }

func timeCell(v reflect.Value) (string, error) {
	t := v.Interface().(time.Time)
	if t.IsZero() {
		return "", nil
	}
	return t.UTC().Format(time.RFC3339), nil
}

func plainCell(v reflect.Value) (string, error) { return fmt.Sprint(v.Interface()), nil }

func textCell(v reflect.Value) (string, error) { return inert(v.String()), nil }

func jsonCell(v reflect.Value) (string, error) {
	if v.IsZero() {
		return "", nil
	}
	data, err := json.Marshal(v.Interface())
	return inert(string(data)), err
}

// inert keeps a text from being run as a formula by the spreadsheet that opens it: what
// begins, behind any white space and NULs, with a character that starts one gets an
// apostrophe in front (rule 12).
func inert(s string) string {
	begins := strings.TrimLeftFunc(s, func(r rune) bool {
		return r == 0 || r == ' ' || r == '\ufeff' || unicode.Is(unicode.Zs, r) || unicode.Is(unicode.Cf, r)
	})
	if strings.IndexAny(begins, "=+-@\t\r\n＝＋－＠") == 0 {
		return "'" + s
	}
	return s
}
