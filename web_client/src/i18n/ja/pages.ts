// Pages and notices beside the room: waiting, closed, ended, offline, a lost line or picture.
export const pages = {
  queue: {
    title: '部屋は満員です',
    locked: '扉は一時的に閉まっています',
    place_one: '次の番です。1人が待っています。',
    place_other: '{{count}}人が待っています。あなたは{{place}}番目です。',
    capacity: '定員は{{capacity}}人です。空きが出ると自動的に入室します。このページを開いたままお待ちください。',
    leave: '列を離れる',
  },
  end: {
    full: { title: '部屋も待ち列も満員です', text: '数分後にもう一度お試しください。', act: 'もう一度試す' },
    replaced: {
      title: '別のウィンドウで入室中です',
      text: 'この訪問は別のタブまたは端末で続いているため、このページは退きました。',
      act: 'ここで続ける',
    },
    left: { title: 'ご来店ありがとうございました', text: '店舗から退出しました。またお越しください。', act: 'もう一度入る' },
    removed: { title: '訪問は終了しました', text: '係員の判断で退室となりました。もう一度お入りいただけます。', act: '入口へ' },
    banned: {
      title: '今はお入りいただけません',
      text: '係員が訪問を終了しました。{{when}}以降にまたお越しいただけます。',
      unknown: '係員が訪問を終了しました。時間をおいてまたお越しください。',
      act: '入れるか確かめる',
    },
    signed_out: { title: 'サインアウトしました', text: '係員としてのセッションが終了しました。続けるには再度サインインしてください。', act: 'サインインへ' },
    why: '理由：{{reason}}',
    write: '銀行に連絡する',
    refused: { title: '現在は入室できません', text: '入室が許可されませんでした（{{code}}）。', act: 'もう一度試す' },
    misunderstood: {
      title: '問題が発生しました',
      text: 'ページと店舗の通信に問題がありました（{{code}}）。再読み込みで直ることがほとんどです。',
      act: '再読み込み',
    },
    nowhere: { title: 'この店舗には部屋がありません', text: '運営者がまだ部屋を開いていません。', act: 'もう一度見る' },
  },
  closed: {
    title: 'ただいま営業時間外です',
    opens: '次の開店：{{when}}',
    unknown: '営業時間内にもう一度お越しください。',
    hours: '営業時間',
    shut: '休業',
    zone: '店舗の現地時刻（{{zone}}）',
    act: '開いているか確かめる',
  },
  offline: {
    title: 'オフラインです',
    text: '端末がふたたび接続されると、ページは自動的に続きます。',
    act: '今すぐ試す',
  },
  line: {
    lost: '接続が切れました。復帰しています…',
    back: '再び接続しました。',
    retry: '今すぐ試す',
    held: '場所はそのままです。入力した内容は復帰後に送信されます。',
  },
  picture: {
    title: '画面が止まりました',
    text: 'この端末で3Dの表示が中断されたため、復帰を試みています。部屋にはいるままです。',
    list: '一覧で続ける',
    back: '画面が戻りました。',
  },
};
