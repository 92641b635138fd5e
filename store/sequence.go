package store

import (
	"encoding/binary"
	"fmt"
	"strconv"

	"dealdesk/sales"
)

// Next takes the next id of a kind: for deals D-1, then D-2. An id is never reused, even if
// its record is deleted or undone; a Tx that rolls back returns it. A damaged sequence
// continues after the last id in use.
func (tx *Tx) Next(kind sales.Kind) string {
	key := append([]byte{0xff, 's'}, kind...)
	n, sound := sequence(tx.b, key)
	if id := numbered(kind, n+1); !sound || tx.used(id) {
		n = tx.lastUsed(kind)
	}
	n++
	value := binary.BigEndian.AppendUint64(nil, n)
	sum := binary.BigEndian.AppendUint32(nil, checksum(logBucket, key, value))
	tx.keep(tx.b.Put(logBucket, key, value))
	tx.keep(tx.b.Put(logBucket, sumKey(key), sum))
	return numbered(kind, n)
}

func numbered(kind sales.Kind, n uint64) string {
	return string(kind) + "-" + strconv.FormatUint(n, 10)
}

// sumKey is where the checksum of a sequence is; older versions write none.
func sumKey(key []byte) []byte { return append([]byte{0xff, 't'}, key[2:]...) }

// sequence returns the number taken last, and whether it is as it was written.
func sequence(b Bytes, key []byte) (n uint64, sound bool) {
	v, sum := b.Get(logBucket, key), b.Get(logBucket, sumKey(key))
	switch {
	case v == nil && sum == nil:
		return 0, true
	case len(v) != 8 || sum != nil && (len(sum) != 4 || binary.BigEndian.Uint32(sum) != checksum(logBucket, key, v)):
		return 0, false
	}
	return binary.BigEndian.Uint64(v), true
}

// used reports whether there is, or was, a record with this id.
func (tx *Tx) used(id string) bool {
	key := recordKey(id)
	for _, t := range tx.s.tables {
		if tx.b.Get(t.TableName(), key) != nil {
			return true
		}
	}
	return false
}

// lastUsed is the highest number of a kind in any table; a deleted record leaves its id.
func (tx *Tx) lastUsed(kind sales.Kind) (last uint64) {
	prefix := append([]byte{'r'}, kind...)
	prefix = append(prefix, '-', 0) // numbers begin with a zero byte, see appendID
	for _, t := range tx.s.tables {
		for k := range tx.b.Scan(t.TableName(), prefix, after(prefix), true) {
			if len(k) == len(prefix)+7 {
				last = max(last, binary.BigEndian.Uint64(k[len(prefix)-1:]))
				break
			}
		}
	}
	return last
}

// checkSequences finds id sequences that are not as they were written.
func checkSequences(b Bytes) error {
	for k := range b.Scan(logBucket, []byte{0xff, 's'}, []byte{0xff, 'u'}, false) { // numbers and their checksums
		if _, sound := sequence(b, append([]byte{0xff, 's'}, k[2:]...)); !sound {
			return fmt.Errorf("%w: the sequence of ids %s-1, %s-2 and so on", ErrCorrupt, k[2:], k[2:])
		}
	}
	return nil
}
