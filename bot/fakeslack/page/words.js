// The page's own words. Messages of the app and texts of Slack are not translated here.

const en = {
  'skip': 'Skip to messages', 'menu': 'Show channels',
  'channels': 'Channels', 'direct': 'Apps', 'you_are': 'You are', 'app': 'APP', 'guest': 'guest', 'stranger': 'other company', 'admin': 'admin',
  'act_as': 'Act as {name}', 'unread': '{n} unread', 'shared': 'shared with another company', 'private': 'private', 'members': '{n} members',
  'messages': 'Messages', 'home': 'Home', 'home_empty': 'The app has not published its home tab yet.',
  'empty': 'This is the beginning of {name}.', 'empty_im': 'This is your conversation with {name}. Try typing “help”.', 'earlier': 'Show earlier messages',
  'only_you': 'Only visible to you', 'dismiss': 'Dismiss', 'edited': '(edited)', 'deleted': 'This message was deleted.',
  'today': 'Today', 'yesterday': 'Yesterday', 'new': 'New', 'broadcast': 'replied to a thread',
  'replies.1': '1 reply', 'replies': '{n} replies', 'last_reply': 'Last reply {when}', 'thread': 'Thread', 'close_thread': 'Close thread',
  'react': 'Add a reaction', 'react_with': 'React with {emoji}', 'find_emoji': 'Find an emoji', 'tools': 'Message actions', 'reply': 'Reply in thread', 'more': 'More actions', 'edit': 'Edit message', 'delete': 'Delete message', 'delete_sure': 'Delete this message? This cannot be undone.',
  'save': 'Save', 'cancel': 'Cancel', 'close': 'Close', 'back': 'Back', 'shortcuts': 'App shortcuts', 'reacted': '{names} reacted with {emoji}',
  'write_to': 'Message {name}', 'write_reply': 'Reply…', 'send': 'Send', 'archived': 'This channel is archived.', 'suggestions': 'Suggestions',
  'keys': '↑↓ choose · Tab take · Esc close', 'new_below': 'New messages ↓',
  'select': 'Choose an option', 'date': 'Date', 'time': 'Time', 'datetime-local': 'Date and time', 'text': 'Text', 'email': 'Email', 'url': 'Link', 'selects': 'Choose options', 'no_match': 'No matches', 'type_more': 'Type to search', 'searching': 'Searching…', 'remove': 'Remove {name}', 'optional': '(optional)',
  'options': 'Options', 'image_elsewhere': 'Not loaded: the playground makes no requests elsewhere', 'choose_files': 'Choose files', 'or_drop': 'or drop them here', 'attach': 'Attach files', 'attached': 'Attached files', 'drop': 'Drop files to attach them to {name}', 'uploading': 'Uploading…',
  'sort_by': 'Sort by {name}', 'filter_rows': 'Filter rows', 'rows_of': '{from}–{to} of {n}', 'page_back': 'Previous rows', 'page_next': 'Next rows', 'unknown_block': 'A block of type {type}',
  'refused': 'Slack refused {method}', 'download': 'Download {name}', 'form_of': '{n} of 3',
  'clock': 'Workspace time', 'clock.hour': '+1 hour', 'clock.day': '+1 day', 'clock.friday': 'Friday 17:00', 'clock.to': 'Go to…', 'clock.go': 'Go', 'clock.moving': 'Time passes…', 'clock.date': 'Date and time',
  'tour': 'First steps', 'tour.optional': ' (optional)', 'tour.lead': 'Two minutes. Each step is checked off when it really happened.', 'tour.show': 'Show me', 'tour.done': 'done', 'tour.all': 'That was a working day. Look around, or act as somebody else.', 'tour.hide': 'Hide first steps',
  'inspector': 'Inspector', 'inspector.hide': 'Hide inspector', 'inspector.out': 'Calls of the app', 'inspector.in': 'Sent to the app', 'inspector.pick': 'Choose a line to see it in full.', 'inspector.empty': 'Nothing yet.',
  'inspector.sockets.1': '1 connection', 'inspector.sockets': '{n} connections', 'inspector.acked': 'ack {ms} ms', 'inspector.waiting': 'waiting', 'inspector.tries': '{n} deliveries', 'inspector.lost': 'answer lost', 'inspector.ok': 'ok', 'inspector.detail': 'In full', 'inspector.sent': 'Sent', 'inspector.answer': 'Answer', 'inspector.unacked': 'no ack', 'inspector.deliveries': 'Deliveries',
  'faults': 'Cause trouble', 'faults.lose_answer': 'Lose answers', 'faults.rate_limit': 'Say 429', 'faults.twice': 'Deliver twice', 'faults.lose_acks': 'Lose acknowledgements', 'faults.refuse': 'Refuse tables and charts',
  'faults.disconnect': 'Disconnect one', 'faults.cut': 'Cut all', 'faults.left': '{n} to come', 'faults.calls': 'Calls', 'faults.any': 'of any method', 'faults.events': 'Events', 'faults.stop': 'Stop: {name} {method}',
  'notice.command_in_thread': 'Slash commands are not supported in threads. Sorry! Use ! or a mention instead.', 'notice.no_answer': 'The app did not answer in time.', 'notice.unreachable': 'The playground does not answer. Is it still running?',
  'notice.file_large': '{name} is larger than {size}.', 'notice.file_many': 'At most {n} files.',
  'notice.clock_back': 'The clock only goes forward: what has happened cannot be undone.', 'notice.clock_far': 'At most one year at once.', 'notice.clock_unread': 'That is no date and time.', 'notice.clock_fixed': 'The clock cannot be moved here.',
  'lost': 'Connection lost. Trying again…',
}

const zh = {
  'skip': '跳到消息', 'menu': '显示频道',
  'channels': '频道', 'direct': '应用', 'you_are': '当前身份', 'app': '应用', 'guest': '访客', 'stranger': '外部公司', 'admin': '管理员',
  'act_as': '切换为 {name}', 'unread': '{n} 条未读', 'shared': '与其他公司共享', 'private': '私密', 'members': '{n} 位成员',
  'messages': '消息', 'home': '主页', 'home_empty': '应用还没有发布主页。',
  'empty': '这里是 {name} 的开头。', 'empty_im': '这里是你和 {name} 的对话，输入“帮助”试试。', 'earlier': '显示更早的消息',
  'only_you': '仅你可见', 'dismiss': '关闭', 'edited': '（已编辑）', 'deleted': '此消息已删除。',
  'today': '今天', 'yesterday': '昨天', 'new': '新消息', 'broadcast': '回复了消息列',
  'replies.1': '1 条回复', 'replies': '{n} 条回复', 'last_reply': '最后回复 {when}', 'thread': '消息列', 'close_thread': '关闭消息列',
  'react': '添加表情回应', 'react_with': '用 {emoji} 回应', 'find_emoji': '搜索表情', 'tools': '消息操作', 'reply': '回复消息', 'more': '更多操作', 'edit': '编辑消息', 'delete': '删除消息', 'delete_sure': '确定删除这条消息吗？删除后无法恢复。',
  'save': '保存', 'cancel': '取消', 'close': '关闭', 'back': '返回', 'shortcuts': '应用快捷操作', 'reacted': '{names} 回应了 {emoji}',
  'write_to': '发消息到 {name}', 'write_reply': '回复…', 'send': '发送', 'archived': '此频道已归档。', 'suggestions': '建议',
  'keys': '↑↓ 选择 · Tab 采用 · Esc 关闭', 'new_below': '有新消息 ↓',
  'select': '请选择', 'date': '日期', 'time': '时间', 'datetime-local': '日期和时间', 'text': '文字', 'email': '邮箱', 'url': '链接', 'selects': '请选择（可多选）', 'no_match': '没有匹配项', 'type_more': '输入以搜索', 'searching': '搜索中…', 'remove': '移除 {name}', 'optional': '（选填）',
  'options': '选项', 'image_elsewhere': '未加载：演练场不访问外部网络', 'choose_files': '选择文件', 'or_drop': '或拖到这里', 'attach': '添加文件', 'attached': '已添加的文件', 'drop': '拖放文件，添加到{name}', 'uploading': '上传中…',
  'sort_by': '按{name}排序', 'filter_rows': '筛选行', 'rows_of': '第 {from}–{to} 行，共 {n} 行', 'page_back': '上一页', 'page_next': '下一页', 'unknown_block': '类型为 {type} 的内容块',
  'refused': 'Slack 拒绝了 {method}', 'download': '下载 {name}', 'form_of': '第 {n} 层，共 3 层',
  'clock': '工作区时间', 'clock.hour': '+1 小时', 'clock.day': '+1 天', 'clock.friday': '周五 17:00', 'clock.to': '跳到…', 'clock.go': '前往', 'clock.moving': '时间推移中…', 'clock.date': '日期和时间',
  'tour': '上手指引', 'tour.optional': '（选做）', 'tour.lead': '两分钟。每一步真正发生了才会打勾。', 'tour.show': '带我去', 'tour.done': '已完成', 'tour.all': '这就是一个工作日。随便看看，或者换个身份试试。', 'tour.hide': '隐藏上手指引',
  'inspector': '检视器', 'inspector.hide': '隐藏检视器', 'inspector.out': '应用的调用', 'inspector.in': '发给应用的事件', 'inspector.pick': '选择一行查看完整内容。', 'inspector.empty': '暂无记录。',
  'inspector.sockets.1': '1 个连接', 'inspector.sockets': '{n} 个连接', 'inspector.acked': '{ms} 毫秒确认', 'inspector.waiting': '等待中', 'inspector.tries': '投递 {n} 次', 'inspector.lost': '应答丢失', 'inspector.ok': '成功', 'inspector.detail': '完整内容', 'inspector.sent': '发送', 'inspector.answer': '应答', 'inspector.unacked': '未确认', 'inspector.deliveries': '投递记录',
  'faults': '制造故障', 'faults.lose_answer': '丢失应答', 'faults.rate_limit': '返回 429', 'faults.twice': '重复投递', 'faults.lose_acks': '丢失确认', 'faults.refuse': '拒绝表格和图表',
  'faults.disconnect': '断开一个连接', 'faults.cut': '全部断开', 'faults.left': '还有 {n} 次', 'faults.calls': '调用', 'faults.any': '任何方法', 'faults.events': '事件', 'faults.stop': '停止：{name} {method}',
  'notice.command_in_thread': '消息列里不能使用斜杠命令。请用 ! 开头，或者 @ 应用。', 'notice.no_answer': '应用没有及时回应。', 'notice.unreachable': '演练场没有响应，它还在运行吗？',
  'notice.file_large': '{name} 超过了 {size}。', 'notice.file_many': '最多 {n} 个文件。',
  'notice.clock_back': '时间只能向前：发生过的事无法撤回。', 'notice.clock_far': '一次最多前进一年。', 'notice.clock_unread': '这不是有效的日期和时间。', 'notice.clock_fixed': '这里不能调整时间。',
  'lost': '连接已断开，正在重试…',
}

export const chinese = document.documentElement.lang.startsWith('zh')
const locale = chinese ? 'zh-CN' : 'en-US'

// say returns a sentence with the values in braces filled in.
export function say(key, values = {}) {
  const words = chinese ? zh : en
  const text = (values.n === 1 && words[key + '.1']) || words[key] || en[key] || key
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole)
}

// write formats a moment or a number in the page's language. Formatters are cached because
// they are slow to create.
const formatters = new Map()
export function write(value, options, language = locale) {
  const key = language + JSON.stringify(options)
  if (!formatters.has(key)) formatters.set(key, new Intl[value instanceof Date ? 'DateTimeFormat' : 'NumberFormat'](language, options))
  return formatters.get(key).format(value)
}
