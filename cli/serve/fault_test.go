package serve

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"dealdesk/store"
)

// oneConn is a listener with one connection.
type oneConn struct {
	conn chan net.Conn
	done chan struct{}
}

func (l *oneConn) Accept() (net.Conn, error) {
	select {
	case c := <-l.conn:
		return c, nil
	case <-l.done:
		return nil, net.ErrClosed
	}
}

func (l *oneConn) Close() error { close(l.done); return nil }

func (l *oneConn) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)} }

func TestASlowBodyOnTheAdminListenerIsNotWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, server := net.Pipe()
		l := &oneConn{make(chan net.Conn, 1), make(chan struct{})}
		l.conn <- server
		a := &Admin{Ready: func() error { return nil }, Metrics: prometheus.NewRegistry(), Log: slog.New(slog.DiscardHandler),
			Backup: func(context.Context, io.Writer) (int64, error) { return 0, nil }}
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- a.Serve(ctx, l, filepath.Join(t.TempDir(), "desk.db")) }()
		began := time.Now()
		go func() {
			_, _ = io.WriteString(client, "POST /backup HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel")
		}()
		time.AfterFunc(time.Hour, func() { _ = client.Close() })
		_, _ = io.Copy(io.Discard, client)
		if took := time.Since(began); took > 20*time.Second {
			t.Errorf("the connection was open for %v", took)
		}
		_ = client.Close()
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

func TestWhatAKilledBackupLeftIsRemoved(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "copy.db")
	write := func(f *os.File) error { _, err := f.WriteString("x"); return err }
	left, folder := filepath.Join(dir, ".dealdesk-part-1"), filepath.Join(dir, ".dealdesk-erase-1")
	theirs := filepath.Join(dir, ".dealdesk-env")
	shop, err := store.MakeWorkshop(path, "import")
	if err != nil {
		t.Fatal(err)
	}
	part, err := store.CreatePart(path)
	if err != nil {
		t.Fatal(err)
	}
	err = errors.Join(os.WriteFile(left, []byte("half"), 0o600), os.WriteFile(theirs, nil, 0o600),
		os.Mkdir(folder, 0o700), os.WriteFile(filepath.Join(folder, "copy.db"), []byte("somebody"), 0o600))
	yesterday := time.Now().Add(-24 * time.Hour)
	for _, p := range []string{left, folder, theirs, shop.Dir, part.Name()} {
		err = errors.Join(err, os.Chtimes(p, yesterday, yesterday))
	}
	if err := errors.Join(err, WriteFile(path, write)); err != nil {
		t.Fatal(err)
	}
	for _, p := range []string{left, folder} {
		if _, err := os.Stat(p); err == nil {
			t.Errorf("%s, which a killed process left, is still there", p)
		}
	}
	for _, p := range []string{theirs, shop.Dir, part.Name()} {
		if _, err := os.Stat(p); err != nil {
			t.Errorf("%s, which is in use, was removed", p)
		}
	}
	if err := errors.Join(store.KeepPart(part, path+"2"), shop.Remove()); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(shop.Dir); err == nil {
		t.Error("the folder is still there")
	}
}
