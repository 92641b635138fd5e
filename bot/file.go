package bot

import (
	"bytes"
	"cmp"
	"context"

	"github.com/slack-go/slack"

	"dealdesk/chat"
)

// sendFile sends a file to the direct messages of the asker, wherever it was asked for: a file in a channel would be
// everybody's. It says where the file is if that is elsewhere, and why it did not come if it did not.
func (b *Bot) sendFile(ctx context.Context, in *incoming, f chat.File) error {
	at := in.Where
	err := error(nil)
	if !at.Direct {
		at = chat.Where{Direct: true}
		at.Channel, err = b.directChannel(ctx, in.Who.User)
	}
	if err == nil {
		err = b.upload(ctx, f, at.Channel, at.AnswerThread())
	}
	words := ""
	switch {
	case err != nil && errorCode(err) == "missing_scope":
		words = "bot.file_scope"
	case err != nil:
		words = "bot.file_lost"
	case !in.Where.Direct:
		words = "bot.file_sent"
	}
	if words == "" {
		return nil
	}
	told := b.answerAsker(ctx, in, chat.Say(b.printer(ctx, in.Who).Say(words, "File", f.Name)))
	return cmp.Or(err, told)
}

// upload puts a file into a conversation. A call that may have been done is not repeated, so at worst the file is
// missing, never there twice.
func (b *Bot) upload(ctx context.Context, f chat.File, channel, thread string) error {
	var to *slack.GetUploadURLExternalResponse
	err := b.call(ctx, "files.getUploadURLExternal", func(ctx context.Context) (err error) {
		to, err = b.api.GetUploadURLExternalContext(ctx, slack.GetUploadURLExternalParameters{FileName: f.Name, FileSize: len(f.Content)})
		return err
	})
	if err != nil {
		return err
	}
	err = b.call(ctx, "files.upload", func(ctx context.Context) error {
		return b.api.UploadToURL(ctx, slack.UploadToURLParameters{UploadURL: to.UploadURL, Reader: bytes.NewReader(f.Content), Filename: f.Name})
	})
	if err != nil {
		return err
	}
	return b.call(ctx, "files.completeUploadExternal", func(ctx context.Context) error {
		_, err := b.api.CompleteUploadExternalContext(ctx, slack.CompleteUploadExternalParameters{
			Files: []slack.FileSummary{{ID: to.FileID, Title: f.Name}}, Channel: channel, ThreadTimestamp: thread})
		return err
	})
}
