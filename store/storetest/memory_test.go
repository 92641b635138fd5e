package storetest_test

import (
	"sync"
	"testing"

	"dealdesk/store"
	"dealdesk/store/storetest"
)

func TestMemoryDoesWhatEveryStoreMust(t *testing.T) {
	var kept sync.Map // directory -> what was open there last
	storetest.Run(t, storetest.Subject{Open: func(_ testing.TB, dir string) store.Backend {
		var c *storetest.Content
		if last, ok := kept.Load(dir); ok {
			c = last.(*storetest.Memory).Content()
		}
		m := storetest.NewMemory(c)
		kept.Store(dir, m)
		return m
	}})
}
