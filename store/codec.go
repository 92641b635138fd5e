package store

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A stored value starts with a format byte and a checksum:
//
//	1 | crc32c, 4 bytes | schema version of the table, 2 | entry that wrote it, 8 | JSON
//
// The checksum covers the bucket, the key and everything after itself, so a value that
// was changed or moved to another key is found. A value without JSON is the tombstone of
// a deleted record, whose history can still be walked. Integers are big endian.
const (
	recordFormat = 1
	recordHeader = 1 + 4 + 2 + 8
)

type record struct {
	version int
	seq     uint64
	json    []byte // nil: deleted, or never there
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func (r record) encode(bucket string, key []byte) []byte {
	b := make([]byte, recordHeader, recordHeader+len(r.json))
	b[0] = recordFormat
	binary.BigEndian.PutUint16(b[5:], uint16(r.version))
	binary.BigEndian.PutUint64(b[7:], r.seq)
	b = append(b, r.json...)
	binary.BigEndian.PutUint32(b[1:], checksum(bucket, key, b[5:]))
	return b
}

func decodeRecord(bucket string, key, b []byte) (record, error) {
	if b == nil {
		return record{}, nil
	}
	if len(b) < recordHeader || b[0] != recordFormat || binary.BigEndian.Uint32(b[1:]) != checksum(bucket, key, b[5:]) {
		return record{}, &damaged{Damage{bucket, decodeID(key[1:])}}
	}
	r := record{version: int(binary.BigEndian.Uint16(b[5:])), seq: binary.BigEndian.Uint64(b[7:])}
	if len(b) > recordHeader {
		r.json = b[recordHeader:]
	}
	return r, nil
}

func checksum(bucket string, key, rest []byte) uint32 {
	var name [32]byte
	sum := crc32.Update(0, castagnoli, name[:copy(name[:], bucket)])
	return crc32.Update(crc32.Update(sum, castagnoli, key), castagnoli, rest)
}

// maxNumber bounds the numbers of ids that are encoded; larger ones stay text, because
// their first byte would not be zero.
const maxNumber = 1 << 56

// appendID encodes an id so that bytes sort as people count: "D-10" is "D-" and 10 in 8
// bytes. Ids hold no control characters, so a zero byte after the dash marks a number.
func appendID(b []byte, id string) []byte {
	if dash := strings.LastIndexByte(id, '-'); dash > 0 && dash+1 < len(id) {
		if n, err := strconv.ParseUint(id[dash+1:], 10, 64); err == nil && n < maxNumber && (id[dash+1] != '0' || len(id) == dash+2) {
			return binary.BigEndian.AppendUint64(append(b, id[:dash+1]...), n)
		}
	}
	return append(b, id...)
}

func decodeID(b []byte) string {
	if at := len(b) - 8; at > 0 && b[at] == 0 && b[at-1] == '-' {
		return string(b[:at]) + strconv.FormatUint(binary.BigEndian.Uint64(b[at:]), 10)
	}
	return string(b)
}

// checkID refuses ids that would be ambiguous as keys or cannot be shown.
func checkID(table, id string) error {
	if id == "" || len(id) > 255 || !utf8.ValidString(id) {
		return fmt.Errorf("store: %s id %.20q is empty, too long or not UTF-8", table, id)
	}
	for i := range len(id) {
		if id[i] < ' ' || id[i] == 0x7f {
			return fmt.Errorf("store: %s id %q holds a control character", table, id)
		}
	}
	return nil
}

func recordKey(id string) []byte { return appendID(append(make([]byte, 0, len(id)+9), 'r'), id) }

// indexPrefix is the start of all keys of an index value; without end, value is itself
// only a prefix. Zero bytes separate, so they are removed from values.
func indexPrefix(index, value string, end bool) []byte {
	b := make([]byte, 0, len(index)+len(value)+3+16)
	b = append(append(append(b, 'i'), index...), 0)
	b = append(b, strings.ReplaceAll(value, "\x00", "")...)
	if end {
		b = append(b, 0)
	}
	return b
}

func indexKey(index, value, id string) []byte { return appendID(indexPrefix(index, value, true), id) }

// after returns the first key after all keys that start with prefix; nil if there is none.
func after(prefix []byte) []byte {
	for i := len(prefix) - 1; i >= 0; i-- {
		if prefix[i] < 0xff {
			b := append([]byte(nil), prefix[:i+1]...)
			b[i]++
			return b
		}
	}
	return nil
}

func seqKey(seq uint64, kind byte) []byte {
	return append(binary.BigEndian.AppendUint64(make([]byte, 0, 9), seq), kind)
}
