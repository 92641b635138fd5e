package fakeslack

import (
	"io"
	"net/http"
	"strings"
)

// serveAttach takes a file that a visitor is about to send, and answers with its id.
func (s *Server) serveAttach(w http.ResponseWriter, r *http.Request) {
	if !fromPage(r, "application/octet-stream") {
		http.Error(w, "open the page first", http.StatusForbidden)
		return
	}
	q := r.URL.Query()
	content, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxPersonFile+1))
	id := ""
	if err == nil {
		id, err = s.As(q.Get("as")).Upload(q.Get("name"), content)
	}
	answer(w, id, err)
}

// serveDownload gives a file to whoever sees a message with it; the page shows it to
// nobody else.
func (s *Server) serveDownload(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	f := s.st.Files[r.PathValue("id")]
	shown := f != nil && f.Shared
	s.mu.Unlock()
	if !shown {
		http.NotFound(w, r)
		return
	}
	kind := "application/octet-stream"
	if f.picture() {
		_, kind = f.kind()
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", mimeAttachment(f.Name))
	w.Header().Set("Content-Security-Policy", "sandbox; default-src 'none'")
	_, _ = w.Write(f.Content)
}

// picture says whether the page shows the file as one. Drawings in SVG can hold scripts
// and stay files.
func (f *File) picture() bool {
	_, kind := f.kind()
	return strings.HasPrefix(kind, "image/") && kind != "image/svg+xml"
}
