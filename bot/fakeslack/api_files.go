package fakeslack

import (
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
)

const maxFile = 64 << 20 // more than the product ever sends; Slack's own limit is 1 GB

func (s *Server) filesGetUploadURL(c *call) (obj, error) {
	if err := c.must("filename", "length"); err != nil {
		return nil, err
	}
	n, err := strconv.Atoi(c.str("length"))
	switch {
	case err != nil || n <= 0:
		return nil, refuse("invalid_arguments", "[ERROR] must be greater than 0 [json-pointer:/length]")
	case n > maxFile:
		return nil, refuse("file_upload_size_restricted")
	}
	f := &File{ID: s.st.id("F"), Name: c.str("filename"), Size: n}
	s.st.Files[f.ID] = f
	return obj{"upload_url": s.url + "/upload/" + f.ID, "file_id": f.ID}, nil
}

func (s *Server) serveUpload(w http.ResponseWriter, r *http.Request) {
	body := io.LimitReader(r.Body, maxFile+1<<20)
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind == "multipart/form-data" {
		parts, err := r.MultipartReader()
		if err == nil {
			body, err = parts.NextPart()
		}
		if err != nil {
			http.Error(w, "invalid_form_data", http.StatusBadRequest)
			return
		}
	}
	content, err := io.ReadAll(body)
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.st.Files[r.PathValue("id")]
	switch {
	case f == nil || f.Shared:
		http.Error(w, "not found", http.StatusNotFound)
	case err != nil || len(content) != f.Size:
		http.Error(w, "the file has not the announced length", http.StatusBadRequest)
	default:
		f.Content = content
		_, _ = io.WriteString(w, "OK - "+strconv.Itoa(f.Size))
	}
}

func (s *Server) filesComplete(c *call) (obj, error) {
	v, err := c.decode("files")
	list, ok := v.([]any)
	if err != nil || !ok || len(list) == 0 {
		return nil, refuse("invalid_arguments", "[ERROR] missing required field: files")
	}
	var files []*File
	for _, item := range list {
		o, _ := item.(map[string]any)
		id, _ := o["id"].(string)
		f := s.st.Files[id]
		if f == nil || f.Content == nil || f.Shared {
			return nil, refuse("file_not_found")
		}
		if f.Title, _ = o["title"].(string); f.Title == "" {
			f.Title = f.Name
		}
		files = append(files, f)
	}
	names := c.str("channel_id")
	if names == "" {
		names = c.str("channels")
	}
	var to []*Channel
	for name := range strings.SplitSeq(names, ",") {
		if name == "" {
			continue
		}
		ch, err := s.destination(name)
		if err != nil {
			return nil, err
		}
		if _, err := ch.thread(c.str("thread_ts")); err != nil {
			return nil, err
		}
		to = append(to, ch)
	}
	var out []obj
	var ids []string
	for _, f := range files {
		f.Shared = true
		ids = append(ids, f.ID)
		out = append(out, s.fileJSON(f))
	}
	for _, ch := range to {
		m := s.botMessage(content{text: c.str("initial_comment")}, c.str("thread_ts"))
		m.Files = ids
		s.post(ch, m)
		c.Channel, c.TS = ch.ID, m.TS
	}
	return obj{"files": out}, nil
}

func (s *Server) fileJSON(f *File) obj {
	return obj{"id": f.ID, "name": f.Name, "title": f.Title, "size": f.Size, "mode": "hosted", "is_external": false,
		"url_private": s.url + "/files/" + f.ID, "url_private_download": s.url + "/files/" + f.ID}
}

// serveFile gives the content to whoever holds the bot token.
func (s *Server) serveFile(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	f := s.st.Files[r.PathValue("id")]
	s.mu.Unlock()
	if f == nil || !f.Shared || r.Header.Get("Authorization") != "Bearer "+s.opt.BotToken || s.need("files:read") != nil {
		http.NotFound(w, r)
		return
	}
	_, _ = w.Write(f.Content)
}
