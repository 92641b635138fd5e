package phrase

import "strings"

// foreign begins what somebody else has written: a message of another bot, a forwarded mail, data.
var foreign = reads(`(?i)^\s*(?:[\[【{<]|-{3,}|转发|回复[:：]|发件人|from:|[\w .-]{2,30}(?:\(app\)|bot\b)|\p{Han}{0,8}(?:机器人|助手)[:：]|` +
	`(?:zapier|jira|github|gitlab|jenkins|hubspot|salesforce|notion|asana|trello)\b)|(?im)^(?:from|subject|发件人|主题)\s*[:：]`)

var (
	// forwarded begins a quotation or an answer, which is somebody else's if it has several lines.
	forwarded = reads(`(?i)^\s*(?:>|fwd?:|fw:|re:)`)
	// quoted is a line of somebody else, as chats mark it.
	quoted = reads(`^\s*(?:>|&gt;)`)
	// ownLabel begins a note of our own: [visit log].
	ownLabel = reads(`(?i)^\s*\[(?:(?:call|visit|meeting|demo|e?mail|contact|sales|customer|` +
		`crm|my|note|log|update|notes|report)\s*)+\]`)
)

// noKind are the words of such a label that name no kind of contact.
var noKind = reads(`(?i)\b(?:contact|sales|customer|crm|my|note|log|update|notes|report)\b`)

// ownNote begins a note of our own, or speaks to us by what we are.
var ownNote = reads(`^\s*(?:【\s*(?:客户|今日|今天|昨日|昨天)?(?:拜访|电话|会议|跟进|沟通|洽谈|演示|客户|联系|销售)(?:记录|纪要|小结|总结|简报)\s*】|销售助手\s*[:：，,])`)

// manyLines is where a text is a list or a letter, and asks for no one thing.
const manyLines = 8

// Foreign reports whether a text reads as if somebody else, or a program, had written it: nothing in it is
// taken for what its sender wants.
func Foreign(text string) bool {
	lines := strings.Count(strings.TrimSpace(text), "\n")
	return foreign.MatchString(text) && !ownLabel.MatchString(text) && !ownNote.MatchString(text) ||
		lines > 0 && forwarded.MatchString(text) || lines >= manyLines
}

// Quoted reports whether a text is what somebody else said, as chats mark it, and tells of no contact.
func Quoted(text string) bool { return quoted.MatchString(text) && !contacted(Plain(text)) }
