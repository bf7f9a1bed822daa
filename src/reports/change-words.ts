// What was changed in a PDF after a signature, by kind, in words (kinds: src/validation/pdf/changes.ts).

import type { Language } from '../validation/wording.ts'

const kinds: Readonly<Record<string, { readonly en: string; readonly vi: string }>> = {
  signature_added: { en: 'a signature was added', vi: 'thêm chữ ký' },
  signature_field_added: { en: 'a place for a signature was added', vi: 'thêm ô chữ ký' },
  document_timestamp_added: { en: 'a time-stamp was added', vi: 'thêm dấu thời gian' },
  visible_timestamp_added: {
    en: 'a time-stamp with a picture over the page was added',
    vi: 'thêm dấu thời gian có hình che trang',
  },
  security_store_added: {
    en: 'validation data were added for the long term',
    vi: 'thêm dữ liệu kiểm tra dài hạn',
  },
  security_store_changed: { en: 'validation data were changed', vi: 'sửa dữ liệu kiểm tra dài hạn' },
  annotation_added: { en: 'a note was added', vi: 'thêm ghi chú' },
  annotation_changed: { en: 'a note was changed', vi: 'sửa ghi chú' },
  annotation_removed: { en: 'a note was removed', vi: 'xóa ghi chú' },
  annotation_resources_changed: { en: 'resources of notes were changed', vi: 'sửa tài nguyên của ghi chú' },
  form_field_filled: { en: 'a form was filled in', vi: 'điền biểu mẫu' },
  form_changed: { en: 'a form was changed', vi: 'sửa biểu mẫu' },
  form_field_added: { en: 'a field of a form was added', vi: 'thêm ô biểu mẫu' },
  form_field_removed: { en: 'a field of a form was removed', vi: 'xóa ô biểu mẫu' },
  form_removed: { en: 'the form was removed', vi: 'xóa biểu mẫu' },
  form_resources_changed: { en: 'fonts of the form were changed', vi: 'sửa phông chữ của biểu mẫu' },
  page_changed: { en: 'a page was changed', vi: 'sửa nội dung trang' },
  page_content_changed: { en: 'the content of a page was changed', vi: 'sửa nội dung trang' },
  catalog_changed: { en: 'settings of the document were changed', vi: 'sửa thiết lập của văn bản' },
  structure_changed: { en: 'the structure of the document was changed', vi: 'sửa cấu trúc của văn bản' },
  metadata_changed: { en: 'the description of the document was changed', vi: 'sửa thông tin mô tả' },
  permissions_changed: { en: 'permissions were changed', vi: 'sửa quyền' },
  extensions_changed: { en: 'the list of extensions was changed', vi: 'sửa phần mở rộng' },
  version_changed: { en: 'the version of PDF was changed', vi: 'đổi phiên bản PDF' },
  objects_hidden: { en: 'parts of the document were hidden', vi: 'giấu đối tượng của văn bản' },
  object_orphaned: { en: 'parts that nothing uses were left', vi: 'để lại đối tượng không dùng đến' },
  revision_without_effect: { en: 'saved again without a change', vi: 'lưu lại, không đổi nội dung' },
}

/** A kind that is not in the table is told by its own name. */
export function changeText(kind: string, language: Language): string {
  return (Object.hasOwn(kinds, kind) ? kinds[kind]?.[language] : undefined) ?? kind.replaceAll('_', ' ')
}
