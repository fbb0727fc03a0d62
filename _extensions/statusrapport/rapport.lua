-- The classes that notebooks use, in Typst. HTML keeps its Divs and is styled by rapport.css.
local containers = {
  fund = "rapport-fund", under = "rapport-under", figurtekst = "rapport-figurtekst", note = "rapport-note",
  boks = "rapport-boks", deltekst = "rapport-deltekst", stor = "rapport-stor", figur = "rapport-figur",
  helside = "rapport-helside",
}

local function typst(code) return pandoc.RawBlock("typst", code) end

local function wrapped(open, blocks, close)
  local result = pandoc.List({ typst(open) })
  result:extend(blocks)
  result:insert(typst(close))
  return result
end

local function columns(div)
  local widths, result = {}, pandoc.List({})
  for width in (div.attributes.bredder or ""):gmatch("[%d%.]+") do table.insert(widths, width .. "mm") end
  result:insert(typst("#rapport-spalter((" .. table.concat(widths, ", ") .. ",),"))
  local open, close = "[", "],"
  if div.classes:includes("laesetekst") then open, close = "rapport-laesetekst[", "]," end
  for _, child in ipairs(div.content) do
    if child.t == "Div" and child.classes:includes("spalte") then
      result:extend(wrapped(open, child.content, close))
    end
  end
  result:insert(typst(")"))
  return result
end

-- Templates also set metadata inside attributes, which a plain quotation mark would end.
local function with_safe_quotes(str)
  if not str.text:find('"', 1, true) then return nil end
  local parts = pandoc.List({})
  for text, quote in (str.text .. "\0"):gmatch('([^"%z]*)(["%z])') do
    if text ~= "" then parts:insert(pandoc.Str(text)) end
    if quote == '"' then parts:insert(pandoc.RawInline("html", "&quot;")) end
  end
  return parts
end

local function safe(value)
  local kind = pandoc.utils.type(value)
  if kind == "Inlines" or kind == "Blocks" then return value:walk({ Str = with_safe_quotes }) end
  if kind == "List" or kind == "table" then
    for key, item in pairs(value) do value[key] = safe(item) end
  end
  return value
end

-- Quarto tells its version to HTML templates only; here it reaches both formats, also when rendered by hand.
function Meta(meta)
  if quarto then
    meta.renderer = pandoc.MetaList({ pandoc.MetaString("Quarto " .. tostring(quarto.version)) })
  end
  if FORMAT:match("html") then
    for key, value in pairs(meta) do meta[key] = safe(value) end
  end
  return meta
end

-- Nothing meant for HTML reaches Typst, whatever an engine makes of it on the way.
function RawBlock(block)
  if FORMAT:match("typst") and block.format == "html" then return {} end
end

-- What begins with a number and a point, or with a minus, is a list where Typst reads it first in brackets.
local no_list = pandoc.RawInline("typst", '#"";')

local function never_a_list(content)
  if FORMAT:match("typst") then content:insert(1, no_list) end
  return content
end

-- Pandoc says the language of a passage in HTML by itself, in Typst only that of blocks.
-- Emphasis of texts from outside is a class, because signs beside signs are read together.
function Span(span)
  if span.classes:includes("kursiv") then return pandoc.Emph(never_a_list(span.content)) end
  if span.classes:includes("fed") then return pandoc.Strong(never_a_list(span.content)) end
  if not FORMAT:match("typst") or not span.attributes.lang then return nil end
  local content = pandoc.List({ pandoc.RawInline("typst", '#text(lang: "' .. span.attributes.lang .. '")[') })
  content:extend(never_a_list(span.content))
  content:insert(pandoc.RawInline("typst", "]"))
  return content
end

function Link(link)
  link.content = never_a_list(link.content)
  return link
end

-- What Pandoc writes but Typst would still read as a sign of its own: three points, a soft hyphen, a minus.
function Str(str)
  if not FORMAT:match("typst") then return nil end
  if not (str.text:find("...", 1, true) or str.text:find("%-[%d?]")) then return nil end
  return pandoc.RawInline("typst", '#"' .. str.text:gsub('[\\"]', "\\%0") .. '";')
end

function Div(div)
  if div.classes:includes("cell") or div.classes:includes("cell-output") then return div.content end
  if not FORMAT:match("typst") then return div.classes:includes("kun-pdf") and {} or nil end
  if div.classes:includes("spalter") then return columns(div) end
  for _, class in ipairs(div.classes) do
    if containers[class] then return wrapped("#" .. containers[class] .. "[", div.content, "]") end
  end
end

-- The report sets its own tables with room in them; those of Markdown have none.
function Table(tbl)
  if not FORMAT:match("typst") then return nil end
  return wrapped("#[#set table(inset: (x: 2mm, y: 1.2mm))", { tbl }, "]")
end

function Header(header)
  if not FORMAT:match("typst") or not header.classes:includes("figurtitel") then return nil end
  local content = pandoc.List({ pandoc.RawInline("typst", "#heading(level: " .. header.level .. ", outlined: false, bookmarked: false)[") })
  content:extend(never_a_list(header.content))
  content:insert(pandoc.RawInline("typst", "]"))
  return pandoc.Plain(content)
end

-- A document of one's own, set by hand, needs nothing of what a report says of itself.
local defaults = {
  da = { title = "Uden titel", ["toc-title"] = "Indhold", ["skip-link"] = "Gå til indholdet", ["set-with"] = "Fremstillet med", ["and"] = "og" },
  en = { title = "Untitled", ["toc-title"] = "Contents", ["skip-link"] = "Skip to the content", ["set-with"] = "Typeset with", ["and"] = "and" },
}

local function with_defaults(doc)
  local meta = doc.meta
  meta.lang = meta.lang or pandoc.MetaString("da")
  if not meta.title then
    local _, place = doc.blocks:find_if(function(block) return block.t == "Header" and block.level == 1 end)
    if place then
      local title = pandoc.Inlines(pandoc.utils.stringify(doc.blocks:remove(place).content))
      meta.title = FORMAT:match("html") and safe(title) or title
    end
  end
  local words = defaults[pandoc.utils.stringify(meta.lang):sub(1, 2)] or defaults.en
  for key, word in pairs(words) do meta[key] = meta[key] or pandoc.MetaString(word) end
  return doc
end

-- What a page finds is one of its headings, also to those who do not see how large it is set.
local function with_levels(doc)
  local level = 1
  return doc:walk({
    traverse = "topdown",
    Header = function(header) level = header.level end,
    Div = function(div)
      if not div.classes:includes("fund") then return nil end
      div.attributes.role, div.attributes["aria-level"] = "heading", tostring(level + 1)
      return div
    end,
  })
end

function Pandoc(doc)
  if PANDOC_WRITER_OPTIONS.template then doc = with_defaults(doc) end
  return FORMAT:match("html") and with_levels(doc) or doc
end
