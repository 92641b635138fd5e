package self

import (
	"dealdesk/chat"
	"dealdesk/commands/call"
)

// home shows the home tab: the person's open deals, the requests that wait for their decision, and
// the first commands. It shows only what the person may see.
func home(c *call.Call) (chat.Reply, error) {
	deals, err := c.Run("deal list")
	if err != nil {
		return chat.Reply{}, err
	}
	queue, err := c.Run("approvals")
	if err != nil {
		return chat.Reply{}, err
	}
	first, err := help(c)
	if err != nil {
		return chat.Reply{}, err
	}
	var tab chat.Message
	for _, part := range []chat.Reply{deals, queue, first} {
		tab.Text = chat.Join("\n\n", tab.Text, part.Message.Text)
		blocks := part.Message.Blocks
		if len(blocks) == 0 {
			blocks = []chat.Block{chat.Para(part.Message.Text)}
		}
		tab.Blocks = append(append(tab.Blocks, blocks...), chat.Block{Divider: true})
	}
	return chat.Reply{Home: &tab}, nil
}
