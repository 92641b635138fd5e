package store

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode"

	"dealdesk/sales"
)

// Format of an export.
type Format string

const (
	CSV  Format = "csv"  // for spreadsheets: flat columns, nothing runs as a formula
	JSON Format = "json" // the records as they are
)

// Export writes every table to a file of its own, opened by create: "deal.csv".
func Export(r Reader, f Format, create func(name string) (io.WriteCloser, error)) error {
	return ExportSome(r, f, nil, create)
}

// ExportSome writes only the records that keep selects, and no file for a table without one. A nil
// keep selects all of them, and all tables.
func ExportSome(r Reader, f Format, keep func(table string, raw Raw) bool, create func(name string) (io.WriteCloser, error)) error {
	write := exportCSV
	switch f {
	case CSV:
	case JSON:
		write = exportJSON
	default:
		return fmt.Errorf("store: no export format %q", f)
	}
	for _, t := range r.of().tables {
		if keep != nil {
			some := selected{t, keep}
			if any, err := some.any(r); err != nil || !any {
				if err != nil {
					return fmt.Errorf("export %s: %w", t.TableName(), err)
				}
				continue
			}
			t = some
		}
		file, err := create(t.TableName() + "." + string(f))
		if err != nil {
			return fmt.Errorf("export: %w", err)
		}
		buffered := bufio.NewWriter(file)
		err = write(r, t, buffered)
		if err := errors.Join(err, buffered.Flush(), file.Close()); err != nil {
			return fmt.Errorf("export %s: %w", t.TableName(), err)
		}
	}
	return nil
}

// selected is a table of which only some records are shown.
type selected struct {
	AnyTable
	keep func(table string, raw Raw) bool
}

// Records implements AnyTable.
func (s selected) Records(r Reader) iter.Seq2[Raw, error] {
	return func(yield func(Raw, error) bool) {
		for raw, err := range s.AnyTable.Records(r) {
			if err == nil && !s.keep(s.TableName(), raw) {
				continue
			}
			if !yield(raw, err) {
				return
			}
		}
	}
}

func (s selected) any(r Reader) (bool, error) {
	for _, err := range s.Records(r) {
		return err == nil, err
	}
	return false, nil
}

// exportJSON writes an array, one record per line.
func exportJSON(r Reader, t AnyTable, w io.Writer) error {
	open := "[\n"
	for raw, err := range t.Records(r) {
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(w, "%s%s", open, raw.JSON); err != nil {
			return err
		}
		open = ",\n"
	}
	if open == "[\n" {
		_, err := io.WriteString(w, "[]\n")
		return err
	}
	_, err := io.WriteString(w, "\n]\n")
	return err
}

// exportCSV begins with a byte order mark: without it Excel garbles Chinese.
func exportCSV(r Reader, t AnyTable, w io.Writer) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	if err := exportRows(r, t, func(row []string, _ []bool) error { return out.Write(row) }); err != nil {
		return err
	}
	out.Flush()
	return out.Error()
}

// ExportRows calls table for every table and passes its rows to row, the names of the columns
// first. number says which cells are numbers. end is called after the last row.
func ExportRows(r Reader, table func(name string) (row func(cells []string, number []bool) error, end func() error, err error)) error {
	for _, t := range r.of().tables {
		row, end, err := table(t.TableName())
		if err == nil {
			err = errors.Join(exportRows(r, t, row), end())
		}
		if err != nil {
			return fmt.Errorf("export %s: %w", t.TableName(), err)
		}
	}
	return nil
}

// exportRows writes a record's fields as columns; write must not keep what it is given.
func exportRows(r Reader, t AnyTable, write func(row []string, number []bool) error) error {
	columns := columnsOf(t.Type(), "", func(v reflect.Value) reflect.Value { return v })
	row, number := make([]string, len(columns)), make([]bool, len(columns))
	for i, c := range columns {
		row[i] = c.name
	}
	if err := write(row, number); err != nil {
		return err
	}
	for i, c := range columns {
		number[i] = c.number
	}
	for raw, err := range t.Records(r) {
		if err != nil {
			return err
		}
		v := reflect.New(t.Type())
		if err := json.Unmarshal(raw.JSON, v.Interface()); err != nil {
			return fmt.Errorf("%w: %s %s", ErrCorrupt, t.TableName(), raw.ID)
		}
		for i, c := range columns {
			row[i] = c.cell(v.Elem())
		}
		if err := write(row, number); err != nil {
			return err
		}
	}
	return nil
}

// column of a CSV file.
type column struct {
	name   string
	cell   func(record reflect.Value) string
	number bool
}

// columnsOf flattens a struct by its JSON names; get reaches it from the record.
func columnsOf(t reflect.Type, prefix string, get func(reflect.Value) reflect.Value) []column {
	var columns []column
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "-" {
			continue
		}
		columns = append(columns, columnsIn(f.Type, prefix+name, func(v reflect.Value) reflect.Value { return get(v).Field(i) })...)
	}
	return columns
}

// columnsIn returns the columns of one field. A pointer is exported as what it points at.
func columnsIn(t reflect.Type, name string, get func(reflect.Value) reflect.Value) []column {
	add := func(name string, cell func(reflect.Value) string) column {
		return column{name, func(v reflect.Value) string { return cell(get(v)) }, false}
	}
	count := func(name string, cell func(reflect.Value) string) column {
		c := add(name, cell)
		c.number = true
		return c
	}
	switch t {
	case reflect.TypeFor[sales.Money]():
		return []column{
			count(name, func(v reflect.Value) string { return amount(v.Interface().(sales.Money)) }),
			add(name+"_currency", func(v reflect.Value) string { return v.FieldByName("Currency").String() }),
		}
	case reflect.TypeFor[sales.Percent]():
		return []column{count(name+"_percent", func(v reflect.Value) string { return decimal(v.Int(), 2) })}
	case reflect.TypeFor[time.Time]():
		return []column{add(name, func(v reflect.Value) string { return instant(v.Interface().(time.Time)) })}
	}
	switch t.Kind() {
	case reflect.Struct:
		return columnsOf(t, name+"_", get)
	case reflect.Pointer:
		columns := columnsIn(t.Elem(), name, func(v reflect.Value) reflect.Value { return get(v).Elem() })
		for i, c := range columns {
			columns[i].cell = func(v reflect.Value) string {
				if get(v).IsNil() {
					return ""
				}
				return c.cell(v)
			}
		}
		return columns
	case reflect.String:
		return []column{add(name, func(v reflect.Value) string { return Harmless(v.String()) })}
	case reflect.Bool:
		return []column{add(name, func(v reflect.Value) string { return fmt.Sprint(v.Interface()) })}
	case reflect.Int, reflect.Int64, reflect.Uint64:
		return []column{count(name, func(v reflect.Value) string { return fmt.Sprint(v.Interface()) })}
	}
	return []column{add(name, list)}
}

// amount is a plain number, so that a spreadsheet adds it up.
func amount(m sales.Money) string {
	if m.Zero() && m.Currency == "" {
		return ""
	}
	places, _ := sales.Exponent(m.Currency)
	return decimal(m.Minor, places)
}

func decimal(n int64, places int) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	if places == 0 {
		return sign + digits
	}
	if missing := places + 1 - len(digits); missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	return sign + digits[:len(digits)-places] + "." + digits[len(digits)-places:]
}

func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// list puts several values into one cell: texts joined by semicolons, others as JSON.
func list(v reflect.Value) string {
	if v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.String {
		parts := make([]string, v.Len())
		for i := range parts {
			parts[i] = v.Index(i).String()
		}
		return Harmless(strings.Join(parts, "; "))
	}
	if v.IsZero() {
		return ""
	}
	data, err := json.Marshal(v.Interface())
	if err != nil {
		return ""
	}
	return Harmless(string(data))
}

// Harmless puts an apostrophe before a text that a spreadsheet would run as a formula: one
// that begins, ignoring invisible characters, with = + - @ TAB CR LF or the full-width form
// of one.
func Harmless(s string) string {
	for _, r := range s {
		switch {
		case strings.ContainsRune("=+-@\t\r\n＝＋－＠", r):
			return "'" + s
		case unicode.IsSpace(r), unicode.IsControl(r), unicode.Is(unicode.Cf, r):
			continue
		}
		break
	}
	return s
}
