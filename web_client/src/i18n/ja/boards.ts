// What the rooms' signs and screens say, in all languages at once: everybody's font has these characters.
export const boards = {
  boards: {
    today: '本日の予定',
    nothing: '本日の予定はありません。お気軽にお声がけください。',
    welcome: 'ようこそ',
    invitation: 'ご自由にご覧になり、試して、何でもお尋ねください。',
  },
  duty: {
    title: 'ご案内いたします',
    nobody: '係員がそちらへ伺います。',
    call: 'どこからでも「係員を呼ぶ」を選んでください。',
  },
};
