package store

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"sync"
	"time"
)

// rememberFor is how long a once-key is known, measured by the times of the entries. Slack
// repeats an envelope after 1 and 5 minutes, delayed events hourly for a day.
//
// The clock may be wrong for a while, so the keys of the last entries are known in any case.
const (
	rememberFor   = 48 * time.Hour
	rememberLeast = 5000
)

// onceKeys finds the entry of a recent once-key. The entries are the truth; this is a map
// of them in memory, loaded from the journal's end at the first Update, because an index of
// random keys on disk would double the writes of a logged call. A hit is checked against
// the entry, so a key left by a rolled back Update does no harm.
type onceKeys struct {
	mu     sync.Mutex
	seq    map[string]uint64 // nil until loaded
	oldest []rememberedKey   // in the order they were made
}

type rememberedKey struct {
	once string
	at   time.Time
}

// find returns the sequence of the entry made for this key.
func (o *onceKeys) find(b Bytes, once string) (uint64, bool, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.seq == nil {
		if err := o.load(b); err != nil {
			return 0, false, err
		}
	}
	seq, ok := o.seq[once]
	if !ok {
		return 0, false, nil
	}
	e, ok, err := EntryAt(view{b: b}, seq)
	return seq, ok && e.Once == once, err
}

func (o *onceKeys) load(b Bytes) error {
	var recent []rememberedKey
	var seqs []uint64
	for k, v := range b.Scan(logBucket, nil, []byte{0xff}, true) {
		if k[8] != kindEntry {
			continue
		}
		key, ok := glance(v)
		if !ok {
			e, err := decodeEntry(k, v)
			if err != nil {
				return err
			}
			key = rememberedKey{e.Once, e.At}
		}
		if len(recent) >= rememberLeast && key.at.Before(recent[0].at.Add(-rememberFor)) {
			break
		}
		recent, seqs = append(recent, key), append(seqs, binary.BigEndian.Uint64(k))
	}
	o.seq = make(map[string]uint64, len(recent))
	for i := len(recent) - 1; i >= 0; i-- {
		o.add(recent[i], seqs[i])
	}
	return nil
}

// glance reads the beginning of an entry without decoding all of it, because each start of the
// program reads many thousands. It gives up on keys that JSON has to escape.
func glance(entry []byte) (key rememberedKey, ok bool) {
	_, rest, ok := bytes.Cut(entry, []byte(`,"once":"`))
	if !ok {
		return key, false
	}
	once, rest, ok := bytes.Cut(rest, []byte(`","at":"`))
	if !ok || bytes.IndexByte(once, '\\') >= 0 {
		return key, false
	}
	stamp, _, _ := bytes.Cut(rest, []byte(`"`))
	at, err := time.Parse(time.RFC3339, string(stamp))
	return rememberedKey{string(once), at}, err == nil
}

func (o *onceKeys) add(key rememberedKey, seq uint64) {
	o.seq[key.once] = seq
	o.oldest = append(o.oldest, key)
}

// remember adds the key of an entry just written and forgets old keys and answers.
func (o *onceKeys) remember(b Bytes, e Entry) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.add(rememberedKey{e.Once, e.At}, e.Seq)
	limit := e.At.Add(-rememberFor)
	for len(o.oldest) > rememberLeast && o.oldest[0].at.Before(limit) {
		delete(o.seq, o.oldest[0].once)
		o.oldest = o.oldest[1:]
	}
	if e.Seq%256 == 0 && e.Seq > rememberLeast {
		return dropAnswers(b, limit, e.Seq-rememberLeast)
	}
	return nil
}

// dropAnswers removes answers given before limit and before an entry, a few hundred at a time.
func dropAnswers(b Bytes, limit time.Time, before uint64) error {
	var old [][]byte
	for k := range b.Scan(answerBucket, nil, nil, false) {
		seq := binary.BigEndian.Uint64(k)
		e, ok, err := EntryAt(view{b: b}, seq)
		if err != nil {
			return err
		}
		if len(old) == 1024 || seq >= before || ok && !e.At.Before(limit) {
			break
		}
		old = append(old, seqKey(seq, 'a'))
	}
	for _, k := range old {
		if err := b.Delete(answerBucket, k); err != nil {
			return fmt.Errorf("store: drop old answers: %w", err)
		}
	}
	return nil
}

// answerOf returns the answer given with an entry. Older versions stored it without a frame;
// it is JSON, which does not begin with the byte of the format.
func answerOf(b Bytes, seq uint64) ([]byte, error) {
	key := seqKey(seq, 'a')
	v := b.Get(answerBucket, key)
	if len(v) == 0 || v[0] != recordFormat {
		return bytes.Clone(v), nil
	}
	rec, err := decodeRecord(answerBucket, key, v)
	if err != nil {
		return nil, fmt.Errorf("%w: the answer of journal entry %d", ErrCorrupt, seq)
	}
	return bytes.Clone(rec.json), nil
}

// checkAnswers finds stored answers that are not as they were given, or that belong to no entry.
func checkAnswers(b Bytes) error {
	last, err := head(b)
	if err != nil {
		return err
	}
	for k, v := range b.Scan(answerBucket, nil, nil, false) {
		if len(k) != 9 || k[8] != 'a' || binary.BigEndian.Uint64(k) > last.Seq {
			return fmt.Errorf("%w: an answer belongs to no journal entry", ErrCorrupt)
		}
		seq := binary.BigEndian.Uint64(k)
		if _, err := answerOf(b, seq); err != nil {
			return err
		}
		if framed := len(v) > 0 && v[0] == recordFormat; !framed && !json.Valid(v) {
			return fmt.Errorf("%w: the answer of journal entry %d", ErrCorrupt, seq)
		}
	}
	return nil
}
