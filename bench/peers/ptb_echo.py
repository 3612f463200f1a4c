"""python-telegram-bot as its introduction shows it: an echo, everything left at its default.

python -m bench.peers.ptb_echo --base-url http://127.0.0.1:PORT --token TOKEN [--core N]
"""

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from bench.peers.arguments import parse


async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """Say the same."""
    if update.message is not None and update.message.text is not None:
        await update.message.reply_text(update.message.text)


def main() -> None:
    """Poll until terminated."""
    options = parse()
    application = Application.builder().token(options.token).base_url(f"{options.base_url}/bot").build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling()


if __name__ == "__main__":
    main()
