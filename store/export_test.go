package store

import (
	"io"
	"reflect"
	"time"
)

// SetRandom makes the salts of a Store predictable.
func (s *Store) SetRandom(r io.Reader) { s.random = r }

// Row is a record as its line of a CSV file, by column.
func Row(record any) map[string]string {
	v := reflect.ValueOf(record)
	cells := map[string]string{}
	for _, c := range columnsOf(v.Type(), "", func(v reflect.Value) reflect.Value { return v }) {
		cells[c.name] = c.cell(v)
	}
	return cells
}

// Exported for the tests of the stored format.
var (
	AppendID     = appendID
	DecodeID     = decodeID
	CheckID      = checkID
	DecodeRecord = func(bucket string, key, b []byte) error { _, err := decodeRecord(bucket, key, b); return err }
	ParseCounts  = func(key, value []byte) error { _, _, _, err := parseCounts(key, value); return err }
	ParsePost    = func(key, value []byte) error { _, err := parsePost(key, value); return err }
	DecodeEntry  = func(key, v []byte) error { _, err := decodeEntry(key, v); return err }
	Glance       = func(entry []byte) (string, time.Time, bool) { k, ok := glance(entry); return k.once, k.at, ok }
)
