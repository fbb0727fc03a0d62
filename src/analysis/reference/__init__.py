"""Reference data: geography with validity dates, population, programme facts, earlier published figures."""
