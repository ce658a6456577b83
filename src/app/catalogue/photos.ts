import { define } from './entry.ts'

/** Errors of photos. */
export const PHOTOS = define({
  'photo.not_found': {
    kind: 'missing',
    zh: ['没有这张照片', '请检查编号;您只能看到自己上传的或有权查看的记录中的照片。'],
    en: ['No such photo', 'Check the id; you see your own photos and those of records you may see.'],
  },
  'photo.missing': {
    kind: 'malformed',
    zh: ['没有收到照片', '请在 multipart 表单的 file 字段上传一张照片。'],
    en: ['No photo came', 'Send one photo in the multipart field “file”.'],
  },
  'photo.busy': {
    kind: 'unavailable',
    zh: ['同时上传的照片太多', '请稍后自动或手动重试。'],
    en: ['Too many photos are being uploaded at once', 'Try again shortly.'],
  },
  'photo.empty': {
    kind: 'refused',
    zh: ['照片文件是空的', '请重新拍摄或选择。'],
    en: ['The photo file is empty', 'Take or choose another.'],
  },
  'photo.not_an_image': {
    kind: 'refused',
    zh: ['这不是照片', '请上传 JPEG、PNG 或 WebP 图片。'],
    en: ['This is not a photo', 'Send a JPEG, PNG or WebP image.'],
  },
  'photo.unsupported_type': {
    kind: 'refused',
    zh: ['不支持这种图片格式', '请上传 JPEG、PNG 或 WebP 图片;iPhone 请在相机设置中选“兼容性最佳”。'],
    en: [
      'This image format is not supported',
      'Send JPEG, PNG or WebP; on an iPhone choose “Most Compatible” in the camera settings.',
    ],
  },
  'photo.heic': {
    kind: 'refused',
    zh: ['不支持 HEIC 照片', '请上传 JPEG;iPhone 请在“设置-相机-格式”中选“兼容性最佳”。'],
    en: [
      'HEIC photos are not supported',
      'Send JPEG; on an iPhone choose Settings, Camera, Formats, “Most Compatible”.',
    ],
  },
  'photo.too_many_pixels': {
    kind: 'refused',
    zh: ['图片尺寸过大', '请上传不超过 5000 万像素、边长不超过 12000 像素的图片。'],
    en: ['The picture has too many pixels', 'Send at most 50 million pixels and 12,000 a side.'],
  },
  'photo.unreadable': {
    kind: 'refused',
    zh: ['照片已损坏', '请重新拍摄或选择。'],
    en: ['The photo is damaged', 'Take or choose another.'],
  },
})
