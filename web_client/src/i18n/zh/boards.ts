// What the rooms' signs and screens say, in all languages at once: everybody's font has these characters.
export const boards = {
  boards: {
    today: '今日活动',
    nothing: '今天没有安排活动，欢迎过来聊聊。',
    welcome: '欢迎光临',
    invitation: '随意参观，动手试试，有问题尽管问。',
  },
  duty: {
    title: '为您服务',
    nobody: '我们会来到您身边。',
    call: '无论身在何处，请选择“呼叫工作人员”。',
  },
};
