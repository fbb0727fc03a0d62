-- Run by `pandoc lua`: converts one source after the other, so that Pandoc starts once for many of them. Each
-- line of JSON that comes in asks for one; a line of JSON answers, with what was made or with what went wrong.
local templates = {}

local function template(name)
  if not templates[name] then
    local file <close> = assert(io.open(name, "rb"))
    templates[name] = pandoc.template.compile(file:read("a"), name)
  end
  return templates[name]
end

local function converted(asked)
  local doc = pandoc.read(asked.source, asked.from)
  for key, value in pairs(asked.metadata) do doc.meta[key] = value end
  local options = pandoc.WriterOptions({
    template = template(asked.template), wrap_text = "preserve", section_divs = asked.section_divs,
  })
  local globals = setmetatable({ FORMAT = asked.to, PANDOC_WRITER_OPTIONS = options }, { __index = _G })
  return pandoc.write(pandoc.utils.run_lua_filter(doc, asked.filter, globals), asked.to, options)
end

for line in io.lines() do
  local answer = { made = "", wrong = {} }
  local messages = pandoc.log.silence(function()
    local whole, result = pcall(converted, pandoc.json.decode(line, false))
    if whole then answer.made = result else table.insert(answer.wrong, tostring(result)) end
  end)
  for _, message in ipairs(messages) do
    if pandoc.json.decode(pandoc.json.encode(message), false).verbosity ~= "INFO" then
      table.insert(answer.wrong, message.message)
    end
  end
  io.stdout:write(pandoc.json.encode(answer), "\n")
  io.stdout:flush()
end
