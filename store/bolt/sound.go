package bolt

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"strings"

	"go.etcd.io/bbolt"

	"dealdesk/store"
)

// bbolt maps the file and follows what its pages say. In a file that was cut short, or whose
// pages are not those it wrote, that leads beyond the end, and the kernel kills the process.
// So every file is checked before bbolt gets it, at most maxSoundPages of its pages.

const (
	metaBytes     = 16 + 64 // the header of a page, and what one of the first two pages holds
	metaMagic     = 0xED0CDAED
	maxSoundPages = 1024

	branchPage = 0x01
	leafPage   = 0x02
	freePage   = 0x10

	noFreeList = 1<<64 - 1
)

// meta is what the file says about itself. It is written on its first two pages in turn.
type meta struct {
	pageSize uint32
	root     uint64 // page
	free     uint64 // page with the list of free pages
	end      uint64 // number of pages in use
	tx       uint64
}

var order = binary.NativeEndian

// readMeta reads the newer of the two.
func readMeta(f io.ReaderAt) (newest meta, ok bool) {
	size := uint32(os.Getpagesize())
	first, known := metaAt(f, 0)
	if known {
		size, newest, ok = first.pageSize, first, true
	}
	if second, known := metaAt(f, int64(size)); known && (!ok || second.tx > first.tx) {
		newest, ok = second, true
	}
	return newest, ok
}

func metaAt(f io.ReaderAt, at int64) (m meta, ok bool) {
	var b [metaBytes]byte
	if _, err := f.ReadAt(b[:], at); err != nil {
		return m, false
	}
	p := b[16:]
	sum := fnv.New64a()
	_, _ = sum.Write(p[:56]) // never fails
	m = meta{pageSize: order.Uint32(p[8:]), root: order.Uint64(p[16:]),
		free: order.Uint64(p[32:]), end: order.Uint64(p[40:]), tx: order.Uint64(p[48:])}
	return m, order.Uint32(p) == metaMagic && order.Uint64(p[56:]) == sum.Sum64() && m.pageSize >= 512 && m.pageSize <= 1<<16
}

// whole refuses a file that is not a store or is shorter than it says. The file may be in use: a
// running bot makes it larger before it says so. The errors are store.ErrForeign and
// store.ErrCorrupt.
func whole(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() { // opening a pipe waits for somebody at its other end
		return fmt.Errorf("%w: %s is no file", store.ErrForeign, path)
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	m, ok := readMeta(f)
	info, err = f.Stat() // after it, because the file may grow
	switch {
	case err != nil:
		return err
	case info.Size() == 0:
		return fmt.Errorf("%w: %s is empty", store.ErrForeign, path)
	case !ok && info.Size() < 2*int64(os.Getpagesize()):
		return fmt.Errorf("%w, or cut short: %s has only %d bytes", store.ErrForeign, path, info.Size())
	case !ok:
		return fmt.Errorf("%w, or its first pages are damaged: %s", store.ErrForeign, path)
	case m.end > uint64(info.Size())/uint64(m.pageSize):
		return fmt.Errorf("%w: %s is cut short: it has %d of %d bytes", store.ErrCorrupt, path, info.Size(), m.end*uint64(m.pageSize))
	}
	return nil
}

// sound checks the pages from the root down, level by level, up to maxSoundPages. Nobody may
// write to the file meanwhile.
func sound(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	m, ok := readMeta(f)
	if !ok {
		return fmt.Errorf("%w: %s does not begin as a store does", store.ErrCorrupt, path)
	}
	free, err := freePages(f, m)
	if err != nil {
		return fmt.Errorf("%w: %s: the list of free pages: %w", store.ErrCorrupt, path, err)
	}
	next := []uint64{m.root}
	for seen := 0; seen < len(next); seen++ {
		page, err := readPage(f, m, next[seen])
		var below []uint64
		if err == nil {
			below, err = page.below()
		}
		if free[next[seen]] {
			err = errors.New("it is in use and on the list of free pages")
		}
		if err != nil {
			return fmt.Errorf("%w: %s: page %d: %w", store.ErrCorrupt, path, next[seen], err)
		}
		next = append(next, below[:min(len(below), maxSoundPages-len(next))]...)
	}
	return nil
}

// freePages reads the list of free pages. bbolt trusts it: if it is wrong, bbolt overwrites
// pages in use.
func freePages(f io.ReaderAt, m meta) (map[uint64]bool, error) {
	free := map[uint64]bool{}
	if m.free == noFreeList {
		return free, nil
	}
	count, from, err := freeHead(f, m)
	if err != nil {
		return nil, err
	}
	list := make([]byte, 8*count)
	if _, err := f.ReadAt(list, from); err != nil {
		return nil, err
	}
	last := uint64(1)
	for ; len(list) > 0; list = list[8:] {
		id := order.Uint64(list)
		if id <= last || id >= m.end || id == m.free {
			return nil, fmt.Errorf("page %d does not belong there", id)
		}
		free[id], last = true, id
	}
	return free, nil
}

// freeHead reads how many free pages the list has, and where in the file it begins.
func freeHead(f io.ReaderAt, m meta) (count uint64, from int64, err error) {
	var head [24]byte
	at := int64(m.free) * int64(m.pageSize)
	if m.free < 2 || m.free >= m.end {
		return 0, 0, errPage
	}
	if _, err := f.ReadAt(head[:], at); err != nil {
		return 0, 0, err
	}
	count, from = uint64(order.Uint16(head[10:])), at+16
	if count == 0xFFFF { // the count is in the first entry
		count, from = order.Uint64(head[16:]), at+24
	}
	if more := uint64(order.Uint32(head[12:])); order.Uint64(head[:]) != m.free || order.Uint16(head[8:]) != freePage ||
		count >= m.end || m.free+more >= m.end {
		return 0, 0, errPage
	}
	return count, from, nil
}

// soundList checks the page with the list of free pages. With each commit bbolt frees that page and,
// unchecked, as many pages after it as its header says: a damaged header may say billions, which
// would exhaust the memory.
func soundList(f io.ReaderAt) error {
	m, ok := readMeta(f)
	if !ok || m.free == noFreeList { // what the first pages say is bbolt's to check
		return nil
	}
	if _, _, err := freeHead(f, m); err != nil {
		return fmt.Errorf("%w: the list of free pages: %w", store.ErrCorrupt, err)
	}
	return nil
}

// page is a page with the pages that it overflows into, as far as they were read.
type page struct {
	flags uint16
	count int
	size  uint64
	data  []byte
}

var errPage = errors.New("another page is in its place")

// readPage reads a page, and refuses one that lies outside the file or is another one.
func readPage(f io.ReaderAt, m meta, id uint64) (p page, err error) {
	if id < 2 || id >= m.end {
		return p, fmt.Errorf("it is outside the file of %d pages", m.end)
	}
	var head [16]byte
	at := int64(id) * int64(m.pageSize)
	if _, err := f.ReadAt(head[:], at); err != nil {
		return p, err
	}
	p.flags, p.count = order.Uint16(head[8:]), int(order.Uint16(head[10:]))
	more := uint64(order.Uint32(head[12:]))
	if order.Uint64(head[:]) != id || p.flags != branchPage && p.flags != leafPage || id+more >= m.end {
		return p, errPage
	}
	const elements = 255 // overflow pages that hold all the elements a page can have
	p.size = (more + 1) * uint64(m.pageSize)
	p.data = make([]byte, (min(more, elements)+1)*uint64(m.pageSize))
	_, err = f.ReadAt(p.data, at)
	return p, err
}

// below returns the pages that a page points to: the children of a branch, the roots of the
// buckets in a leaf. It refuses a page with a key or a value outside it.
func (p page) below() (all []uint64, err error) {
	for i := range p.count {
		at := uint64(16 + 16*i)
		if at+16 > uint64(len(p.data)) {
			return nil, errPage
		}
		first, second, third := order.Uint32(p.data[at:]), order.Uint32(p.data[at+4:]), uint64(order.Uint32(p.data[at+8:]))
		if p.flags == branchPage { // where the key is, its length, the page
			if at+uint64(first)+uint64(second) > p.size {
				return nil, errPage
			}
			all = append(all, order.Uint64(p.data[at+8:]))
			continue
		}
		// A leaf: whether it is a bucket, where the key is, its length, that of the value.
		value := at + uint64(second) + third
		if value+uint64(order.Uint32(p.data[at+12:])) > p.size {
			return nil, errPage
		}
		const bucket = 0x01
		if first&bucket == 0 || value+8 > uint64(len(p.data)) {
			continue
		}
		if root := order.Uint64(p.data[value:]); root != 0 { // 0: a small bucket inside the page
			all = append(all, root)
		}
	}
	return all, nil
}

// guarded returns store.ErrCorrupt for a missing page, over which the runtime would end the
// process, and for a panic of bbolt over what a page says. Other panics go on: they are faults
// of the caller.
func guarded(do func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		cause := recover()
		if cause == nil {
			return
		}
		cut, ok := cause.(error)
		if fault, missing := cause.(interface{ Addr() uintptr }); missing {
			err = fmt.Errorf("%w: a page is missing (%v)", store.ErrCorrupt, fault)
		} else if ok && errors.Is(cut, errPage) || panickedInBolt() {
			err = fmt.Errorf("%w: a page is not as it was written (%v)", store.ErrCorrupt, cause)
		} else {
			panic(cause)
		}
	}()
	return do()
}

// panickedInBolt reports whether bbolt's code panicked. Call it in the deferred function that
// recovered.
func panickedInBolt() bool {
	var stack [64]uintptr
	frames := runtime.CallersFrames(stack[:runtime.Callers(0, stack[:])])
	panicked := false
	for {
		frame, more := frames.Next()
		switch {
		case frame.Function == "runtime.gopanic":
			panicked = true
		case panicked && !strings.HasPrefix(frame.Function, "runtime."):
			return strings.HasPrefix(frame.Function, "go.etcd.io/bbolt")
		}
		if !more {
			return false
		}
	}
}

// openGuarded opens a file with bbolt, which panics over some kinds of damage.
func openGuarded(path string, o *bbolt.Options) (db *bbolt.DB, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("%w: %s: %v", store.ErrCorrupt, path, cause)
		}
	}()
	err = guarded(func() (err error) {
		db, err = bbolt.Open(path, 0o600, o)
		return err
	})
	return db, err
}
