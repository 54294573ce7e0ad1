"""What the pages at the end of a sign-in by the identity provider say."""

from typing import Final

from .small_pages import Words

SIGNED_IN: Final[Words] = {
    "en": {
        "title": "You are signed in",
        "text": "The staff page opens in a moment.",
        "link": "Open the staff page",
    },
    "zh": {"title": "您已登录", "text": "员工页面即将打开。", "link": "打开员工页面"},
    "ja": {
        "title": "ログインしました",
        "text": "まもなくスタッフのページが開きます。",
        "link": "スタッフのページを開く",
    },
}

FAILED: Final[Words] = {
    "en": {
        "title": "Signing in did not work",
        "text": "It may have taken too long, or it was begun in another window. Please try again.",
        "link": "Back to signing in",
    },
    "zh": {
        "title": "登录未成功",
        "text": "可能用时过长，或是在另一个窗口中开始的。请重试。",
        "link": "返回登录",
    },
    "ja": {
        "title": "ログインできませんでした",
        "text": "時間切れか、別のウィンドウで始めた可能性があります。もう一度お試しください。",
        "link": "ログインに戻る",
    },
}

REFUSED: Final[Words] = {
    "en": {
        "title": "You have no access here",
        "text": "Your account has no role in this branch. Please ask its administrator.",
        "link": "Back to signing in",
    },
    "zh": {
        "title": "您没有访问权限",
        "text": "您的账号在本网点没有任何角色。请联系管理员。",
        "link": "返回登录",
    },
    "ja": {
        "title": "アクセス権がありません",
        "text": "このアカウントには支店での役割がありません。管理者にお問い合わせください。",
        "link": "ログインに戻る",
    },
}

UNAVAILABLE: Final[Words] = {
    "en": {
        "title": "Signing in is not possible now",
        "text": "The bank's identity provider does not answer. Please try again in a few minutes.",
        "link": "Back to signing in",
    },
    "zh": {
        "title": "目前无法登录",
        "text": "银行的身份验证服务没有响应。请几分钟后重试。",
        "link": "返回登录",
    },
    "ja": {
        "title": "現在ログインできません",
        "text": "銀行の認証サービスが応答しません。数分後にもう一度お試しください。",
        "link": "ログインに戻る",
    },
}
