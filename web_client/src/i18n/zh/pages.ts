// Pages and notices beside the room: waiting, closed, ended, offline, a lost line or picture.
export const pages = {
  queue: {
    title: '房间已满',
    locked: '大门暂时关闭',
    place_one: '下一位就是您，共 1 人在等候。',
    place_other: '共 {{count}} 人在等候，您排在第 {{place}} 位。',
    capacity: '房间最多容纳 {{capacity}} 人。有空位时会自动让您进入，请保持此页面打开。',
    leave: '离开队列',
  },
  end: {
    full: { title: '房间和等候队列都已满', text: '请过几分钟再试。', act: '重试' },
    replaced: {
      title: '您已在另一个窗口中',
      text: '本次到访已在其他标签页或设备上继续，此页面已退出。',
      act: '在此继续',
    },
    left: { title: '感谢您的光临', text: '您已离开网点，期待再次见到您！', act: '再次进入' },
    removed: { title: '您的到访已结束', text: '工作人员已请您离开房间。您可以重新进入。', act: '返回入口' },
    banned: {
      title: '您暂时不能进入',
      text: '工作人员结束了您的到访。{{when}}之后您可以再次进入。',
      unknown: '工作人员结束了您的到访。您可以过些时候再来。',
      act: '看看是否可以进入',
    },
    signed_out: { title: '您已退出登录', text: '您的工作人员会话已结束，请重新登录后继续。', act: '前往登录' },
    why: '原因：{{reason}}',
    write: '写信给银行',
    refused: { title: '暂时无法进入', text: '网点未允许您进入（{{code}}）。', act: '重试' },
    misunderstood: {
      title: '出了点问题',
      text: '页面与网点之间的通信出错（{{code}}）。重新加载页面通常可以解决。',
      act: '重新加载',
    },
    nowhere: { title: '该网点尚无房间', text: '运营方还没有开放任何房间。', act: '再看一看' },
  },
  closed: {
    title: '网点目前不在营业时间',
    opens: '开门时间：{{when}}。',
    unknown: '请在营业时间内再来。',
    hours: '营业时间',
    shut: '休息',
    zone: '网点当地时间（{{zone}}）',
    act: '查看是否已开门',
  },
  offline: {
    title: '您已离线',
    text: '设备重新联网后，页面会自动继续。',
    act: '立即重试',
  },
  line: {
    lost: '连接已断开，正在恢复……',
    back: '已重新连接。',
    retry: '立即重试',
    held: '您的位置会保留，写下的内容会在恢复连接后发送。',
  },
  picture: {
    title: '画面已停止',
    text: '此设备中断了三维画面，正在重新恢复。您仍在房间里。',
    list: '改用列表继续',
    back: '画面已恢复。',
  },
};
